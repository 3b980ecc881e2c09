"""Work dispatched between offices: tasks from above and officers' meetings (domain D1, D2).

GD 一, 一二(六) and ZZ 七 for tasks, BX 三(三)8 for meetings. Used by every office: those above give and call,
those below answer and attend.
"""
