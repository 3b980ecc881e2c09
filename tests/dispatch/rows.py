"""Tasks and meetings of the community HERE, for the tests of strangers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from jiceng.accounts.models import AuditEntry
from jiceng.core import scope
from jiceng.core.secrets import encrypt_file
from jiceng.dispatch.models import Attachment, Charge, Meeting, Reply, Seat, Task
from tests.oracle.small import HERE
from tests.site import Site

ON = dt.date(2026, 12, 31)


def a_charge(site: Site) -> dict[str, Any]:
    """A task that the community gave itself, as no office could: it lies where the row is looked for."""
    user, region = site.posts["worker"].user, site.regions[HERE]
    with scope.entered(scope.WHOLE):
        place = {"region": region, "path": HERE, "known_on": ON, "entered_by": user}
        days = {"title": "王伟明", "given_on": ON, "due_on": ON}
        file = Attachment.objects.create(**place, name="王伟明.pdf", content=encrypt_file(b"1"))
        task = Task.objects.create(**place, **days, text="核实", attachment=file)
        charge = Charge.objects.create(**place, **days, task=task, office=region.office, giver="街道")
        Reply.objects.create(**place, charge=charge, on=ON, text="完成", attachment=file)
    return {"pk": charge.pk}


def a_reply(site: Site) -> dict[str, Any]:
    """Its reply."""
    with scope.entered(scope.WHOLE):
        return {"pk": Reply.objects.get(charge=a_charge(site)["pk"]).pk}


def a_seat(site: Site) -> dict[str, Any]:
    """A meeting with minutes, called by the community itself."""
    region = site.regions[HERE]
    with scope.entered(scope.WHOLE):
        place = {"region": region, "path": HERE, "known_on": ON}
        said = {"title": "王伟明", "on": ON, "at": "9:00"}
        file = Attachment.objects.create(**place, name="王伟明.pdf", content=encrypt_file(b"1"))
        meeting = Meeting.objects.create(**place, **said, attachment=file)
        seat = Seat.objects.create(**place, **said, meeting=meeting, office=region.office, caller="街道")
    return {"pk": seat.pk}


def a_meeting(site: Site) -> dict[str, Any]:
    """The meeting of that seat."""
    with scope.entered(scope.WHOLE):
        return {"pk": Seat.objects.get(pk=a_seat(site)["pk"]).meeting_id}


def a_dispatch(site: Site) -> dict[str, Any]:
    """The giving of a task, by the administrator."""
    user = site.posts["administrator"].user
    with scope.entered(scope.WHOLE):
        made = AuditEntry.objects.create(user=user, role="administrator", action="task_given", path=HERE)
    return {"pk": made.pk}
