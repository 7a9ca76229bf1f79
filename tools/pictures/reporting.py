"""What reporters see: before anything was sent, on the way, and when they come back."""

import sys

from playwright.sync_api import FilePayload, expect

from demo.filling import publish, run
from tests.journeys.caring import choose_protector, the_promise, write_down
from tests.journeys.people import come_back, continue_, report, until_clean
from tests.journeys.photo import photo
from tests.journeys.test_my_file import fold, opened
from tools.pictures.studio import Studio

TEXT = (
    "Ik werk op een buitenpost. Ons hoofd scheldt medewerkers uit waar anderen bij zijn en maakt"
    " collega's zwart bij de directie. Dit gaat al twee jaar zo."
)


def ways_in(studio: Studio) -> None:
    """What somebody finds before anything was sent, and the receipt."""
    take = studio.take
    phone = studio.arrive(320)
    take(phone.visit("/nl/kustdienst/"), "start-phone")
    take(phone.visit("/nl/kustdienst/alarm/"), "alarm-phone")
    take(studio.arrive(320, "dark").visit("/nl/back/"), "back-phone-dark")
    wide = studio.arrive()
    take(wide.visit("/nl/"), "bodies")
    take(wide.visit("/nl/kustdienst/advice/"), "advice")
    take(wide.visit("/nl/outside/"), "outside")
    take(wide.visit("/nl/away/"), "away")
    take(wide.visit("/nl/nergens/"), "not-there")
    page = wide.visit("/nl/kustdienst/report/")
    continue_(page)
    page.locator("exclude-readers label.choice", has_text="Hoofd Buitenposten").first.click()
    take(page, "who-must-not-see")
    night = studio.arrive(320, "dark")
    report(night, TEXT, excluding=["Hoofd Buitenposten"], who="Het hoofd Buitenposten")
    take(night.page, "receipt-phone-dark")


def steps(studio: Studio) -> None:
    """Each step of a report on a small telephone, up to the last before it is sent."""
    page = studio.arrive(320).visit("/nl/kustdienst/report/")
    for step in ("safety", "exclude", "tell", "details", "files", "told", "name", "check"):
        expect(page.locator(f"form[data-step={step}]")).to_be_visible()
        if step == "tell":
            page.locator("#text").fill(TEXT)
        if step == "files":
            photograph = FilePayload(name="verslag.jpg", mimeType="image/jpeg", buffer=photo())
            page.locator("file-picker input[type=file]").first.set_input_files([photograph])
            until_clean(page)
        studio.take(page, f"report-{step}-phone")
        if step != "check":
            continue_(page)


def her_page(studio: Studio) -> None:
    """Back with the receipt: what comes next, and her own file."""
    mine = opened(come_back(studio.arrive(), studio.words["Noor"]))
    studio.take(mine, "my-report")
    form = fold(mine, "entry")
    form.locator("[name=what]").fill("Ik mag niet terug naar mijn post.")
    form.locator("[name=form]").select_option("denied_return_or_property")
    form.locator("[name=actor]").select_option("director")
    form.locator("input[value=unknown]").check()
    form.locator("[type=submit]").click()
    expect(mine.locator("[data-records] > li")).to_have_count(1)
    studio.take(mine, "file", at="my-file [data-records]")


def care(studio: Studio) -> None:
    """Who protects her, what was promised, and what everybody's decisions rest on."""
    mine = come_back(studio.arrive(), studio.words["Noor"])
    choose_protector(mine, "Omar")
    studio.take(mine, "my-protection", at="my-care")
    promise = "U kunt uw spullen in Lissabon ophalen."
    write_down(mine, promise, owner="Smit", days=5)
    studio.take(mine, "promises", at="my-promises")
    smit = studio.desk("Smit")
    the_promise(smit, promise)
    studio.take(smit, "commitments")
    studio.place(studio.desk("Lotte"), "grounds")


def proof(studio: Studio) -> None:
    """The check that holds, what she takes along, and the log as anybody sees it."""
    studio.service.manage("publish_ledger", "--now")
    mine = come_back(studio.arrive(320), studio.words["Noor"])
    mine.locator("my-log [data-check]").click()
    mine.locator("[data-found]").wait_for()
    studio.take(mine, "check-phone", at="[data-found]")
    mine = opened(come_back(studio.arrive(), studio.words["Noor"]))
    studio.take(mine, "dossier", at="#dossier")
    studio.take(studio.arrive(scheme="dark").visit("/log/?language=nl"), "log-dark")
    saved = studio.service.data_dir / "check.html"
    saved.write_bytes(
        (studio.service.data_dir / "pages" / "nl" / "back" / "check.html").read_bytes()
    )
    alone = studio.arrive().page
    alone.goto(saved.as_uri())
    studio.take(alone, "saved-check")


def province(studio: Studio) -> None:
    """Where a second organisation shares the service: she says first where she reported."""
    service = studio.service
    key = service.data_dir / "province.key"
    root = run([sys.executable, "-m", "hoeder_root", "new", "--key", key, "--no-passphrase"])
    names = ("--nl", "Provincie", "--en", "Province")
    service.manage("create_organisation", "provincie", *names, "--root", root.strip())
    publish(service.manage, key, service.data_dir, organisation="provincie")
    service.manage("build_pages")
    service.stop()
    service.restart()
    studio.take(studio.arrive().visit("/nl/back/"), "organisations")
