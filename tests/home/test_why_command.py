"""`jiceng why` for people to read."""

import datetime as dt

from django.core.management import call_command

from jiceng.core.secrets import cipher
from tests.factories import HERE, TODAY, MiniCity


def test_facts_are_told_as_text(db, monkeypatch, capsys):
    monkeypatch.setenv("JICENG_TODAY", TODAY.isoformat())
    city = MiniCity()
    person = city.resident(HERE, laid_off=False)
    city.registration(person, dt.date(2026, 9, 1))
    call_command("why", "candidate_4050", cipher().decrypt(bytes(person.number_cipher)))
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("否 “4050”人员(符合条件) 三(三)3(1)")
    assert any(line.endswith("失业登记（开始日期：2026-09-01）") for line in lines)
    assert any(line.endswith("国有集体企业下岗失业：否") for line in lines)
