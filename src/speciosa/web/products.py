"""What the person takes, batches and strengths."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_POST

from speciosa.knowledge import load_knowledge
from speciosa.record import Kind, Product
from speciosa.record.person_file import checked_product
from speciosa.record.row import Row
from speciosa.store import details, entries
from speciosa.values.errors import EntryError
from speciosa.web import working
from speciosa.web.page import render
from speciosa.web.saving import moment_of, save, say_so

STRENGTHS = ("mitragynine_mg_per_g", "hydroxymitragynine_mg_per_g")
_WORDS = ("product", "substance", "form", "batch", "basis")
_NUMBERS = (*STRENGTHS, "unit_weight_g")
_PER_CENT = 10.0  # mg per g in one per cent


@dataclass(frozen=True, slots=True)
class Shown:
    """A product as its page shows it. `at`: its place in the list."""

    at: int
    product: Product


def products(request: HttpRequest) -> HttpResponse:
    """The list."""
    found = details.products_of(entries.own_record())
    return render(request, "products.html.j2", shown=[Shown(at, each) for at, each in enumerate(found)])


def product(request: HttpRequest, at: int | None = None) -> HttpResponse:
    """One product: what is known of it. `at`: its place; None: a new one, or another batch of `like`."""
    record = entries.own_record()
    here = details.products_of(record)
    if at is not None and at >= len(here):
        raise Http404
    problem = None
    if request.method == "POST":
        try:
            _keep(request, here, at)
        except EntryError as found:
            problem = found
        else:
            return HttpResponseRedirect("/products")
    said = _typed(request) if problem else _text(_began_with(request, here, at))
    forms = sorted({each.form for each in load_knowledge().substances.values()} - {"unknown"})
    return render(
        request, "product.html.j2", status=400 if problem else 200, said=said, at=at, problem=problem, forms=forms
    )


@require_POST
def remove(request: HttpRequest, at: int) -> HttpResponse:
    """Take a product off the list; what was written of it stays."""
    record = entries.own_record()
    here = details.products_of(record)
    if at >= len(here):
        raise Http404
    details.save_products(record, [each for place, each in enumerate(here) if place != at])
    say_so(request, [], "The product is off the list. Its doses stay.")
    working.ask(request)
    return HttpResponseRedirect("/products")


def _keep(request: HttpRequest, here: tuple[Product, ...], at: int | None) -> None:
    """Keep what the form says.

    Raises
    ------
    EntryError : it can't be understood; nothing was kept.
    """
    made = checked_product(_said(request))
    others = [each for place, each in enumerate(here) if place != at]
    if any((each.product, each.batch) == (made.product, made.batch) for each in others):
        raise EntryError("this product and batch are on your list", todo="change that one, or name another batch")
    kept = [*here, made] if at is None else [made if place == at else each for place, each in enumerate(here)]
    details.save_products(entries.own_record(), kept)
    if request.POST.get("begun"):
        when, written = moment_of(request)
        text = f"{made.product}#{made.batch}" if made.batch else made.product
        save(request, [Row(when, Kind.EVENT.value, "product_changed", text, recorded=written)], "The change is in.")
    else:
        say_so(request, [], "The product is kept.")
        working.ask(request)


def _said(request: HttpRequest) -> dict[str, str]:
    """The form's fields as `checked_product` takes them: strengths in mg per g."""
    said = _typed(request)
    for key in STRENGTHS:
        said[key] = _strength(said[key], request.POST.get(f"{key}_unit", ""))
    said["unit_weight_g"] = said["unit_weight_g"].replace(",", ".")
    return said


def _typed(request: HttpRequest) -> dict[str, str]:
    return {key: " ".join(request.POST.get(key, "").split()) for key in (*_WORDS, *_NUMBERS)}


def _strength(text: str, unit: str) -> str:
    plain = text.replace(",", ".")
    if unit != "%" or not plain:
        return plain
    try:
        return f"{float(plain) * _PER_CENT:g}"
    except ValueError:
        return plain  # the check says what is wrong with it


def _began_with(request: HttpRequest, here: tuple[Product, ...], at: int | None) -> Product:
    """What the form shows at first; of another batch the strength is not known."""
    if at is not None:
        return here[at]
    like = request.GET.get("like", "")
    if like.isdecimal() and int(like) < len(here):
        other = here[int(like)]
        return replace(other, batch="", basis="unknown", mitragynine_mg_per_g=None, hydroxymitragynine_mg_per_g=None)
    return Product("")


def _text(known: Product) -> dict[str, str]:
    numbers = {key: getattr(known, key) for key in _NUMBERS}
    shown = {key: "" if value is None else f"{value:g}" for key, value in numbers.items()}
    return {key: getattr(known, key) for key in _WORDS} | shown


paths = [
    path("products", products, name="products"),
    path("products/new", product, name="product_new"),
    path("products/<int:at>", product, name="product"),
    path("products/<int:at>/remove", remove, name="product_remove"),
]
