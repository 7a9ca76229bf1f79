"""Authorities outside, each with what it is for: dated data with a source (law.md EXT-01, EXT-07).

A reporter may go to them at once (Directive (EU) 2019/1937, art. 10), but where a law says when.
Only public facts stand here: a name, what it takes reports about, and its own website, where its
address is. `checked_on`: when somebody last looked whether it is still so.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hoeder.clocks.law.table import Status
from hoeder.clocks.rules import Parameter, find


@dataclass(frozen=True, slots=True)
class Authority:
    """One authority that takes reports. `code` is what the record calls it."""

    code: str
    law: str
    name: str
    competence: str | Promise
    url: str
    source: str
    valid_from: date
    status: Status = Status.IN_FORCE
    checked_on: date = date(2026, 11, 1)
    valid_to: date | None = None


_WBK: Final = "Wet bescherming klokkenluiders, art. 2c"
_SINCE: Final = {
    "nl": date(2023, 2, 18),
    "de": date(2023, 7, 2),
    "fr": date(2022, 10, 5),
    "it": date(2023, 7, 15),
    "be": date(2023, 1, 2),
    "eu": date(2018, 12, 11),
}
_DECRET: Final = "Décret n° 2022-1284, annex"


def _of(law: str, code: str, name: str, competence: Promise, url: str, source: str) -> Authority:
    # Only the Dutch list was compared with the text of the law; a lawyer confirms the others.
    status = Status.IN_FORCE if law in ("nl", "eu") else Status.TO_CONFIRM
    return Authority(code, law, name, competence, url, source, _SINCE[law], status)


AUTHORITIES: Final = (
    _of(
        "nl",
        "huis",
        "Huis voor Klokkenluiders",
        _("wrongdoing at work, and how you are treated for reporting it"),
        "https://www.huisvoorklokkenluiders.nl/",
        _WBK,
    ),
    _of(
        "nl",
        "acm",
        "Autoriteit Consument en Markt (ACM)",
        _("competition, consumers, energy, telecom, post and transport"),
        "https://www.acm.nl/",
        _WBK,
    ),
    _of(
        "nl",
        "afm",
        "Autoriteit Financiële Markten (AFM)",
        _("conduct on financial markets, and accountants"),
        "https://www.afm.nl/",
        _WBK,
    ),
    _of(
        "nl",
        "ap",
        "Autoriteit Persoonsgegevens (AP)",
        _("personal data and privacy"),
        "https://www.autoriteitpersoonsgegevens.nl/",
        _WBK,
    ),
    _of(
        "nl",
        "dnb",
        "De Nederlandsche Bank (DNB)",
        _("banks, insurers, pension funds and payments"),
        "https://www.dnb.nl/",
        _WBK,
    ),
    _of(
        "nl",
        "igj",
        "Inspectie Gezondheidszorg en Jeugd (IGJ)",
        _("health care, youth care, medicines and medical devices"),
        "https://www.igj.nl/",
        _WBK,
    ),
    _of(
        "nl",
        "nza",
        "Nederlandse Zorgautoriteit (NZa)",
        _("the market in health care: tariffs, bills and insurers"),
        "https://www.nza.nl/",
        _WBK,
    ),
    _of(
        "nl",
        "anvs",
        "Autoriteit Nucleaire Veiligheid en Stralingsbescherming (ANVS)",
        _("nuclear safety and radiation"),
        "https://www.autoriteitnvs.nl/",
        _WBK,
    ),
    _of(
        "de",
        "bfj",
        "Externe Meldestelle des Bundes beim Bundesamt für Justiz",
        _("every subject that no other authority here takes"),
        "https://www.bundesjustizamt.de/",
        "HinSchG § 19",
    ),
    _of(
        "de",
        "bafin",
        "Bundesanstalt für Finanzdienstleistungsaufsicht (BaFin)",
        _("banks, insurers and financial markets"),
        "https://www.bafin.de/",
        "HinSchG § 21",
    ),
    _of(
        "de",
        "bkarta",
        "Bundeskartellamt",
        _("competition"),
        "https://www.bundeskartellamt.de/",
        "HinSchG § 22",
    ),
    _of(
        "fr",
        "ddd",
        "Défenseur des droits",
        _("protects who reports, and leads on to the authority for your subject"),
        "https://www.defenseurdesdroits.fr/",
        "Loi n° 2022-401; Décret n° 2022-1284",
    ),
    _of(
        "fr",
        "afa",
        "Agence française anticorruption (AFA)",
        _("corruption and breaches of probity"),
        "https://www.agence-francaise-anticorruption.gouv.fr/",
        _DECRET,
    ),
    _of(
        "fr",
        "amf",
        "Autorité des marchés financiers (AMF)",
        _("conduct on financial markets"),
        "https://www.amf-france.org/",
        _DECRET,
    ),
    _of(
        "fr",
        "cnil",
        "Commission nationale de l’informatique et des libertés (CNIL)",
        _("personal data and privacy"),
        "https://www.cnil.fr/",
        _DECRET,
    ),
    _of(
        "it",
        "anac",
        "Autorità Nazionale Anticorruzione (ANAC)",
        _("every subject of the law on whistleblowing"),
        "https://www.anticorruzione.it/",
        "D.Lgs. 24/2023, art. 7",
    ),
    _of(
        "be",
        "ombud",
        "Federale Ombudsman / Médiateur fédéral",
        _("breaches of integrity at federal public bodies"),
        "https://www.federaalombudsman.be/",
        "Loi du 8 décembre 2022",
    ),
    _of(
        "eu",
        "olaf",
        "European Anti-Fraud Office (OLAF)",
        _("fraud against the budget of the Union, and serious misconduct at its institutions"),
        "https://anti-fraud.ec.europa.eu/",
        "Staff Regulations of the European Union, art. 22a",
    ),
    _of(
        "eu",
        "euombud",
        "European Ombudsman",
        _("maladministration by institutions of the Union"),
        "https://www.ombudsman.europa.eu/",
        "Staff Regulations of the European Union, art. 22b",
    ),
    _of(
        "eu",
        "edps",
        "European Data Protection Supervisor (EDPS)",
        _("personal data at institutions of the Union"),
        "https://www.edps.europa.eu/",
        "Regulation (EU) 2018/1725, art. 52",
    ),
)

_LANDS: Final = {
    "nl": _("The Netherlands"),
    "de": _("Germany"),
    "fr": _("France"),
    "it": _("Italy"),
    "be": _("Belgium"),
    "eu": _("European Union"),
}

#: What a case may be forwarded to: one code, one authority.
BY_CODE: Final = {one.code: one for one in AUTHORITIES}


def authorities(law: str, day: date) -> list[Authority]:
    """List the authorities of a law on a day, in the order of the table."""
    return [
        one
        for one in AUTHORITIES
        if one.law == law
        and one.valid_from <= day
        and (one.valid_to is None or day <= one.valid_to)
    ]


def outside_at_once(law: str, day: date) -> bool:
    """Tell whether somebody may go outside without reporting inside first (Dir. art. 10)."""
    return not find(law, Parameter.INTERNAL_FIRST, day).amount


def name_of(law: str) -> Promise:
    """Name the land of a law, in the language of the page."""
    return _LANDS[law]
