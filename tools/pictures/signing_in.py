"""What officers see before they work: their account, and their keys."""

from playwright.sync_api import Page, expect

from demo.__main__ import code
from tests.journeys.people import sign_in
from tools.pictures.studio import Studio


def first_day(studio: Studio) -> None:
    """An officer's first day, and a colleague who confirms the new keys."""
    take = studio.take
    whose = ["--body", "integriteitscommissie", "--name", "Eva", "--role", "commission_member"]
    link = studio.service.manage("invite_officer", "eva-tweede@commissie.example", *whose).strip()
    password = "eva bewaakt de kust"  # noqa: S105
    eva = studio.arrive()
    page = eva.visit("/invitation/" + link.rsplit("/", 2)[1] + "/")
    take(page, "invitation")
    fill_in(page, password=password, again=password)
    take(page, "sign-in")
    fill_in(page, login="eva-tweede@commissie.example", password=password)
    take(page, "second-factor-set-up")
    secret = page.locator("main code").inner_text()
    fill_in(page, code=code(secret))
    take(page, "recovery-codes")
    take(eva.visit("/account/second-factor/"), "second-factor")
    take(eva.visit("/account/second-factor/put-aside/"), "second-factor-put-aside")
    take(eva.visit("/account/recovery-codes/"), "recovery-codes-left")
    take(eva.visit("/account/recovery-codes/new/"), "recovery-codes-new")
    take(eva.visit("/account/second-factor/again/"), "second-factor-again")
    take(eva.visit("/account/reauthenticate/"), "password-again")
    take(eva.visit("/account/inactive/"), "account-closed")
    take(eva.visit("/account/password/"), "password")
    take(eva.visit("/account/logout/"), "sign-out")
    page = eva.visit("/desk/")
    take(page, "duties")
    fill_in(page)
    for field in ("#desk-new", "#desk-repeat"):
        page.locator(field).fill("vier vreemde woorden varen")
    take(page, "make-keys")
    page.locator("form[data-form=make] button[type=submit]").click()
    expect(page.locator(".desk-groups span")).to_have_count(10, timeout=40_000)
    take(page, "keys-to-confirm")
    people = sign_in(studio.arrive(), studio.service, "Sanne")
    people.goto(f"{studio.service.origin}/people/")
    take(people, "people")
    people.locator("a[href$='/confirm/']").first.click()
    take(people, "confirm-keys")
    people.go_back()
    people.locator("a[href$='/withdraw/']").first.click()
    take(people, "withdraw-keys")
    other = studio.arrive()
    other.visit("/account/login/")
    fill_in(other.page, login="eva-tweede@commissie.example", password=password)
    take(other.page, "second-factor-code")


def too_many(studio: Studio) -> None:
    """Somebody guesses at a password."""
    page = sign_in(studio.arrive(), studio.service, "Eve")
    for _ in range(7):
        page.goto(f"{studio.service.origin}/account/password/")
        if page.locator("main form").count() == 0:
            break
        fill_in(page, oldpassword="niet dit", password1="kort", password2="anders")
    studio.take(page, "too-many-attempts")


def fill_in(page: Page, **fields: str) -> None:
    """Fill in a form of the account pages and send it."""
    for field, value in fields.items():
        page.locator(f"main [name={field}]").fill(value)
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()
