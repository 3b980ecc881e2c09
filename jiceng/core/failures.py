"""Failures told to the person at the terminal, raised before Django is there."""

from __future__ import annotations

import errno

FILE_TROUBLES = {
    errno.ENOENT: "没有文件或文件夹 {}",
    errno.EACCES: "没有权限读写 {}",
    errno.EPERM: "没有权限读写 {}",
    errno.EISDIR: "{} 是文件夹，不是文件",
    errno.ENOTDIR: "没有文件夹 {}",
    errno.EROFS: "磁盘只读，不能写入 {}",
    errno.ENOSPC: "磁盘已满，不能写入 {}",
    errno.ENAMETOOLONG: "文件名过长：{}",
}


class DeploymentError(Exception):
    """The deployment cannot work as it is configured; the message says why, in Chinese."""


def file_trouble(error: OSError) -> str:
    """What went wrong with a file named on the command line, in Chinese."""
    told = FILE_TROUBLES.get(error.errno or 0, "不能读写 {}")
    return told.format(error.filename or "文件").strip()
