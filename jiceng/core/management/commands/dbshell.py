"""`jiceng dbshell`: psql as the application role, without any scope."""

import os
from typing import Any

from django.core.management.commands import dbshell

from jiceng.core import deployment


class Command(dbshell.Command):
    """Open psql of the installation that runs the server."""

    help = "以应用角色打开 psql(-- 之后的参数传给 psql)"

    def handle(self, **options: Any) -> None:
        """Put the installation's psql first on the path, then let Django start it."""
        if deployment.is_embedded():
            tools = deployment.cluster().source.tool("psql").parent
            os.environ["PATH"] = os.pathsep.join([str(tools), os.environ.get("PATH", "")])
        super().handle(**options)
