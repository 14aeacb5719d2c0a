"""Every address of the app: each module lists its own."""

from __future__ import annotations

from django.urls import URLPattern

from speciosa.web import (
    appearance,
    bystander,
    calendar_feed,
    check_in,
    correcting,
    course,
    doctor,
    dose,
    effect,
    erasing,
    events,
    exports,
    imports,
    look_around,
    meant,
    offline,
    packing,
    pairing,
    people,
    photo,
    products,
    rating,
    reminders,
    safekeeping,
    side_effect,
    skin,
    skin_card_page,
    static_files,
    sync,
    today,
    trial,
    unlock,
    watch,
    working,
)

urlpatterns: list[URLPattern] = [
    *today.paths, *rating.paths, *dose.paths, *check_in.paths, *events.paths, *photo.paths,
    *meant.paths, *correcting.paths,
    *course.paths, *effect.paths, *skin.paths, *skin_card_page.paths, *watch.paths,
    *doctor.paths, *side_effect.paths, *bystander.paths, *look_around.paths,
    *trial.paths, *packing.paths,
    *exports.paths, *imports.paths, *safekeeping.paths, *erasing.paths, *people.paths, *products.paths,
    *appearance.paths, *reminders.paths, *calendar_feed.paths, *pairing.paths, *sync.paths, *offline.paths,
    *unlock.paths, *working.paths, *static_files.paths,
]  # fmt: skip
handler404 = "speciosa.web.faults.not_found"
