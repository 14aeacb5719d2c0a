// Hints while aiming: light and sharpness of what the camera sees now. They never stop anybody from taking the photo,
// and nothing of it leaves the page before it is sent to this app. Without this script the file field does.
"use strict";
(() => {
  const form = document.querySelector("form[data-photo]");
  const box = form && form.querySelector("[data-camera]");
  if (!box || !window.isSecureContext || !navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) return;
  const part = (name) => box.querySelector(`[data-${name}]`);
  const file = form.querySelector("[data-file]");
  const [view, hint, take, open, finder] = ["view", "hint", "take", "open", "finder"].map(part);
  const small = document.createElement("canvas");
  const pen = small.getContext("2d", { willReadFrequently: true });
  let stream = null;
  let timer = 0;
  box.hidden = false;

  const say = (words) => { if (hint.textContent !== words) hint.textContent = words; };

  // The middle part of the picture, where the card is: share of pixels too bright and too dark, and the variance of the
  // Laplacian of the lightness, which is small where nothing is sharp.
  const seen = () => {
    small.width = 240;
    small.height = Math.max(1, Math.round((240 * view.videoHeight) / view.videoWidth));
    pen.drawImage(view, 0, 0, small.width, small.height);
    const [left, top] = [Math.round(small.width * 0.15), Math.round(small.height * 0.15)];
    const [width, height] = [small.width - 2 * left, small.height - 2 * top];
    const data = pen.getImageData(left, top, width, height).data;
    const light = new Float32Array(width * height);
    let bright = 0;
    let sum = 0;
    for (let at = 0; at < light.length; at += 1) {
      const [r, g, b] = [data[4 * at], data[4 * at + 1], data[4 * at + 2]];
      light[at] = 0.2126 * r + 0.7152 * g + 0.0722 * b;
      sum += light[at];
      if (Math.max(r, g, b) >= 253) bright += 1;
    }
    let [n, mean, squares] = [0, 0, 0];
    for (let y = 1; y < height - 1; y += 1) {
      for (let x = 1; x < width - 1; x += 1) {
        const at = y * width + x;
        const edge = 4 * light[at] - light[at - 1] - light[at + 1] - light[at - width] - light[at + width];
        n += 1;
        mean += edge;
        squares += edge * edge;
      }
    }
    return { bright: bright / light.length, mean: sum / light.length, sharp: squares / n - (mean / n) ** 2 };
  };

  const look = () => {
    if (!view.videoWidth) return;
    const now = seen();
    if (now.mean < 60) say(box.dataset.dark);
    else if (now.bright > 0.05) say(box.dataset.bright);
    else if (now.sharp < 60) say(box.dataset.blurred);
    else say(box.dataset.steady);
  };

  const stop = () => {
    clearInterval(timer);
    if (stream) stream.getTracks().forEach((track) => track.stop());
    stream = null;
  };

  open.addEventListener("click", async () => {
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        audio: false, video: { facingMode: { ideal: "environment" }, width: { ideal: 4096 }, height: { ideal: 3072 } },
      });
    } catch {
      hint.hidden = false;
      say(box.dataset.none);
      return;
    }
    view.srcObject = stream;
    await view.play();
    open.hidden = true;
    form.classList.add("aiming");
    finder.hidden = hint.hidden = take.hidden = false;
    take.scrollIntoView({ block: "nearest" });
    timer = setInterval(look, 500);
  });

  // The camera's own still where the browser can ask for one, else the picture on the screen at full size.
  const still = async () => {
    const track = stream.getVideoTracks()[0];
    if (window.ImageCapture) {
      try {
        return await new ImageCapture(track).takePhoto();
      } catch { /* some cameras can't: the picture on the screen does */ }
    }
    const whole = document.createElement("canvas");
    whole.width = view.videoWidth;
    whole.height = view.videoHeight;
    whole.getContext("2d").drawImage(view, 0, 0);
    return new Promise((done) => { whole.toBlob(done, "image/jpeg", 0.95); });
  };

  take.addEventListener("click", async () => {
    if (!form.querySelector("[name=name]:checked") && !form.querySelector("[name=name_other]").value) {
      form.querySelector("legend").scrollIntoView();
      form.querySelector("[name=name]").focus();
      return;
    }
    take.disabled = true;
    const shot = await still();
    stop();
    const held = new DataTransfer();
    held.items.add(new File([shot], "photo.jpg", { type: shot.type || "image/jpeg" }));
    file.files = held.files;
    const here = document.createElement("input");
    here.type = "hidden";
    here.name = "here";
    here.value = "1";
    form.append(here);
    say(box.dataset.keeping);
    form.requestSubmit();
  });

  window.addEventListener("pagehide", stop);
})();
