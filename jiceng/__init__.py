"""Jiceng (基层劳动保障平台): registers, duties and reports of grass-roots labour-security offices."""
