"""The command line: `jiceng COMMAND ...` runs a management command while the database is held running.

Exit codes: 0 done; 1 failed and nothing changed; 2 wrong usage; 3 done, but some rows were rejected. A
command that fails or rejects raises CommandError with its `returncode`.
"""

import os
import signal
import sys
from types import FrameType

from jiceng.core import deployment
from jiceng.core.failures import DeploymentError

FAILED, WRONG_USAGE, INTERRUPTED = 1, 2, 130
HELP = ("help", "-h", "--help")
# These make or read migrations themselves; every other command finds the schema in place.
WITHOUT_SCHEMA = ("migrate", "makemigrations", "showmigrations", "sqlmigrate", "check", "collectstatic")


def main() -> int:
    """Run the command named on the command line; return its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiceng.settings")
    for number in (signal.SIGTERM, signal.SIGHUP):
        # Leave in order when told to end, so that the last command stops the server.
        signal.signal(number, _leave)
    arguments = sys.argv[1:]
    try:
        if not arguments or arguments[0] in HELP:
            _show_commands()
            return 0 if arguments else WRONG_USAGE
        with deployment.database_server():
            return _run(arguments)
    except DeploymentError as error:
        sys.stderr.write(f"错误：{error}\n")
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


def _run(arguments: list[str]) -> int:
    import django
    from django.core import management
    from django.db import connections

    django.setup()
    name = arguments[0]
    commands = management.get_commands()
    if name not in commands:
        sys.stderr.write(f"没有命令 {name}。执行 jiceng help 查看全部命令。\n")
        return WRONG_USAGE
    try:
        if name not in WITHOUT_SCHEMA:
            management.call_command("migrate", only_if_behind=True, verbosity=0)
        management.ManagementUtility(["jiceng", *arguments]).fetch_command(name).run_from_argv(
            ["jiceng", *arguments]
        )
    finally:
        for connection in connections.all(initialized_only=True):
            connection.close()
            getattr(connection, "close_pool", lambda: None)()
    return 0


def _show_commands() -> None:
    import django
    from django.core import management

    django.setup()
    sys.stdout.write("用法：jiceng 命令 [参数]\n\n")
    for name, app in sorted(management.get_commands().items()):
        if str(app).startswith("jiceng."):
            summary = management.load_command_class(str(app), name).help
            sys.stdout.write(f"  {name:<14}{summary}\n")
    sys.stdout.write("\n每条命令的参数：jiceng 命令 --help\n")
