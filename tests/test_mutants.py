"""The list of planted faults is true to the code: every fault fits, and every named test is there."""

import importlib.util
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
_spec = importlib.util.spec_from_file_location("mutants", ROOT / "scripts" / "mutants.py")
mutants = sys.modules["mutants"] = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(mutants)

FAULTS = mutants.faults()


def test_there_are_enough_faults_and_no_two_of_a_name():
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) >= 12


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_a_fault_fits_the_code_and_names_a_test(fault):
    text = (ROOT / fault.file).read_text("utf-8")
    assert fault.planted(text) != text
    module, _, function = fault.test.partition("::")
    assert re.search(rf"^def {function}\(", (ROOT / module).read_text("utf-8"), re.MULTILINE)


def test_a_fault_that_no_longer_fits_is_refused():
    fault = mutants.Fault("gone", "a.py", "tests/a.py::test_a", (("no such text", ""),))
    with pytest.raises(mutants.Unfit, match="gone: a.py has 0 times"):
        fault.planted("x = 1\n")
