"""A dose: once more by one tap, by its sheet, and what is asked after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.unit.web.pages import form_id, history, post, seen, standing

if TYPE_CHECKING:
    from tests.unit.web.conftest import App

_LEAF = {"product": "kratom leaf powder"}


def test_the_first_page_of_an_empty_record_offers_no_dose_to_repeat(app: App) -> None:
    page = seen(app)
    assert "I took" not in page
    assert "Write a dose down" in page


def test_one_tap_repeats_the_last_dose_now(app: App) -> None:
    post(app, "/log/dose", **_LEAF, tapped="3 g", reason="mood", food="fed", note="x")
    seen(app)
    page = seen(app)
    assert "I took 3 g, leaf" in page
    first = standing(app)[0]
    post(app, "/log/dose/again", like=first.id)
    again = standing(app)[-1]
    assert (again.name, again.value, again.unit) == (first.name, 3.0, "g")
    assert (again.reason.name, again.food.name, again.note) == ("NOT_SAID", "NOT_SAID", "")
    assert again.time_s == again.recorded_s >= first.time_s


def test_repeating_sent_twice_is_one_dose(app: App) -> None:
    post(app, "/log/dose", **_LEAF, tapped="3 g", day="2026-03-01")
    seen(app)
    form = form_id(seen(app))
    like = standing(app)[0].id
    post(app, "/log/dose/again", like=like, id=form)
    post(app, "/log/dose/again", like=like, id=form)
    assert len(history(app)) == 2


def test_a_dose_of_long_ago_is_repeated_with_a_warning(app: App) -> None:
    post(app, "/log/dose", **_LEAF, tapped="3 g", day="2026-03-01")
    assert "your old dose can be too much now" in seen(app)
    post(app, "/log/dose", **_LEAF, tapped="3 g")
    seen(app)
    assert "your old dose can be too much now" not in seen(app)


def test_a_dose_that_was_taken_back_is_not_repeated(app: App) -> None:
    post(app, "/log/dose", **_LEAF, tapped="3 g")
    post(app, f"/entries/{standing(app)[0].id}/back")
    assert "I took" not in seen(app)


def test_what_is_no_dose_is_not_repeated(app: App) -> None:
    post(app, "/log/score", value="6")
    page = post(app, "/log/dose/again", 400, like=standing(app)[0].id)
    assert "this entry is no dose" in page
    assert "this entry is not here" in post(app, "/log/dose/again", 400, like="../x")


def test_after_a_dose_pain_before_it_and_why_are_asked_once_and_kept_with_it(app: App) -> None:
    post(app, "/log/dose", **_LEAF, tapped="3 g")
    dose = standing(app)[0]
    page = seen(app)
    assert "Your pain now, before it?" in page
    assert "Why?" in page
    post(app, f"/log/dose/{dose.id}/pain", value="7", why="1")
    score = next(each for each in standing(app) if each.kind.value == "rating")
    assert (score.time_s, score.value) == (dose.time_s, 7.0)  # at the dose's own time: it counts as before it
    page = seen(app)
    assert "Your pain now, before it?" not in page
    assert "Why?" in page
    post(app, f"/log/dose/{dose.id}/why", **{"reason": "withdrawal", "with": score.id})
    reasons = [each.reason.name for each in standing(app) if each.kind.value == "dose"]
    assert reasons == ["WITHDRAWAL"]
    page = seen(app)
    assert "Why?" not in page
    assert f"/entries/{dose.id}%2C{score.id}/back" in page


def test_the_question_about_an_amount_stays_until_the_sheet_is_done(app: App) -> None:
    post(app, "/log/dose", **_LEAF, amount="300", unit="g")
    dose = standing(app)[0]
    assert "Is 300 g right?" in seen(app)
    post(app, f"/log/dose/{dose.id}/pain", value="7", why="1")
    assert "Is 300 g right?" in seen(app)
    post(app, f"/log/dose/{dose.id}/why", reason="pain")
    assert "Is 300 g right?" in seen(app)


def test_undoing_after_all_questions_takes_the_whole_dose_back(app: App) -> None:
    post(app, "/log/dose", **_LEAF, tapped="3 g")
    dose = standing(app)[0]
    post(app, f"/log/dose/{dose.id}/pain", value="7", why="1")
    score = next(each for each in standing(app) if each.kind.value == "rating")
    post(app, f"/log/dose/{dose.id}/why", **{"reason": "pain", "with": score.id})
    post(app, f"/entries/{dose.id},{score.id}/back", undo="1")
    assert standing(app) == []
    assert len(history(app)) == 5


def test_a_score_of_just_now_is_not_asked_for_again(app: App) -> None:
    post(app, "/log/score", value="5")
    post(app, "/log/dose", **_LEAF, tapped="3 g")
    page = seen(app)
    assert "Your pain now, before it?" not in page
    assert "Why?" in page


def test_nothing_of_now_is_asked_about_a_dose_of_another_day(app: App) -> None:
    post(app, "/log/dose", **_LEAF, tapped="3 g", day="2026-03-01")
    page = seen(app)
    assert "Why?" not in page
    assert "How is your pain now?" in page


def test_the_sheet_keeps_all_that_was_said(app: App) -> None:
    post(
        app, "/log/dose", other="My  green jar", amount="2,5", unit="g", batch="L#7", pain="8", reason="pain",
        food="fasted", note="slept badly", tapped="3 g", **{"is": "kratom"},
    )  # fmt: skip
    score, dose = sorted(standing(app), key=lambda each: each.kind.value, reverse=True)
    assert (dose.name, dose.value, dose.unit) == ("My green jar#L 7", 2.5, "g")
    assert (dose.reason.name, dose.food.name, dose.note) == ("PAIN", "FASTED", "slept badly")
    assert (score.value, score.time_s) == (8.0, dose.time_s)


def test_a_sheet_without_product_or_amount_is_asked_back(app: App) -> None:
    assert "no product was chosen" in post(app, "/log/dose", 400, tapped="3 g")
    assert "no amount was chosen" in post(app, "/log/dose", 400, **_LEAF)
    assert "may be a thousand" in post(app, "/log/dose", 400, **_LEAF, amount="1,000", unit="mg")
    assert history(app) == []


def test_an_amount_that_nobody_knows_is_an_answer(app: App) -> None:
    post(app, "/log/dose", **_LEAF, tapped="unknown")
    assert standing(app)[0].answer.name == "UNKNOWN"


def test_the_sheet_offers_the_amounts_taken_lately(app: App) -> None:
    for amount in ("3", "2.5", "3"):
        post(app, "/log/dose", **_LEAF, amount=amount, unit="g")
    page = seen(app, "/log/dose")
    assert page.count('name="tapped"') == 3  # two amounts, and "I don't know"
    assert 'value="2.5 g"' in page


def test_none_today_is_said_once_and_not_offered_after_a_dose(app: App) -> None:
    assert "None today" in seen(app)
    post(app, "/log/none")
    assert standing(app)[0].kind.value == "no_dose"
    seen(app)
    assert "None today" not in seen(app)


def test_none_is_not_offered_on_a_day_with_a_dose(app: App) -> None:
    post(app, "/log/dose", **_LEAF, tapped="3 g")
    seen(app)
    assert "None today" not in seen(app)


def test_none_on_another_day_is_kept_for_that_day(app: App) -> None:
    post(app, "/log/none", day="2026-03-01")
    assert standing(app)[0].local_time.startswith("2026-03-01T12:00")
    assert standing(app)[0].precision.name == "DAY"


def test_why_of_a_dose_that_was_taken_back_is_refused(app: App) -> None:
    post(app, "/log/dose", **_LEAF, tapped="3 g")
    dose = standing(app)[0]
    post(app, f"/entries/{dose.id}/back", undo="1")
    assert "this dose was taken back" in post(app, f"/log/dose/{dose.id}/why", 400, reason="pain")


_BALI = {"other": "Bali leaf", "amount": "2", "unit": "g"}


def test_a_name_that_is_not_known_is_asked_about_before_anything_is_written(app: App) -> None:
    page = post(app, "/log/dose", 200, **_BALI, note="from Jo", day="2026-03-01")
    assert "“Bali leaf”: is it kratom?" in page
    assert all(each in page for each in ("Yes, kratom leaf", "Yes, 7-OH", "No, something else", "from Jo"))
    assert 'value="2"' in page
    assert history(app) == []


def test_a_yes_keeps_the_name_as_a_product_and_the_dose_counts(app: App) -> None:
    from speciosa.knowledge import load_knowledge
    from speciosa.store.details import products_of
    from speciosa.store.diary import diary_of

    post(app, "/log/dose", **_BALI, **{"is": "7-hydroxymitragynine"})
    assert [(each.product, each.substance) for each in products_of(app.record)] == [
        ("Bali leaf", "7-hydroxymitragynine")
    ]
    assert len(diary_of(app.record).kratom_doses(load_knowledge())) == 1
    post(app, "/log/dose", **_BALI)  # it is known now
    assert len(diary_of(app.record).kratom_doses(load_knowledge())) == 2


def test_a_yes_about_a_name_that_stood_for_something_else_mends_its_product(app: App) -> None:
    from speciosa.record import Product
    from speciosa.store.details import products_of, save_products

    save_products(app.record, [Product("bali  Leaf", substance="caffeine", unit_weight_g=0.5)])
    post(app, "/log/dose", **_BALI, **{"is": "kratom"})
    assert [(each.substance, each.unit_weight_g) for each in products_of(app.record)] == [("kratom", 0.5)]


def test_a_yes_with_an_amount_that_is_none_keeps_no_product(app: App) -> None:
    from speciosa.store.details import products_of

    post(app, "/log/dose", 400, **(_BALI | {"amount": "much"}), **{"is": "kratom"})
    assert products_of(app.record) == ()


def test_a_no_is_written_down_as_another_medicine(app: App) -> None:
    said = {"other": "Ibuprofen", "amount": "400", "unit": "mg", "reason": "pain", "pain": "6", "is": "else"}
    answer = app.client.post("/log/dose", said)
    assert answer.headers["Location"] == "/log/medicine"
    medicine, score = sorted(standing(app), key=lambda each: each.kind.value)
    assert (medicine.kind.value, medicine.name, medicine.value, medicine.unit) == ("medicine", "Ibuprofen", 400.0, "mg")
    assert score.value == 6.0
    assert "How the last names were read" in seen(app, "/log/medicine")
    post(app, "/log/dose", other="Ibuprofen", tapped="unknown", **{"is": "else"})
    assert standing(app)[-1].answer.name == "UNKNOWN"


def test_a_known_name_is_not_asked_about(app: App) -> None:
    post(app, "/log/dose", other="Red Bali", amount="2", unit="g")
    assert standing(app)[0].name == "Red Bali"


def test_a_dose_of_nothing_is_asked_about(app: App) -> None:
    post(app, "/log/dose", **_LEAF, amount="0", unit="g")
    assert "Is 0 g right?" in seen(app)


def test_an_answer_counts_for_the_name_that_was_asked_about_alone(app: App) -> None:
    page = post(app, "/log/dose", 200, **(_BALI | {"other": "Jo's jar"}), asked="Bali leaf", **{"is": "kratom"})
    assert "“Jo's jar”: is it kratom?" in page
    assert history(app) == []
    first = page[page.index('action="/log/dose"') :]
    assert first.index("<button hidden>") < first.index('name="is"')  # what the Enter key presses
