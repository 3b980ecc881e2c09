"""Tasks from above, and officers' meetings."""

from django.urls import path

from jiceng.core.ledgers import ledger_view
from jiceng.dispatch.ledgers import CHARGES
from jiceng.dispatch.views import answers, meetings, tasks

urlpatterns = [
    path("tasks/", ledger_view(CHARGES), name="tasks"),
    path("tasks/new/", tasks.new, name="task-new"),
    path("tasks/<int:pk>/", tasks.charge, name="charge"),
    path("tasks/<int:pk>/reply/", tasks.reply, name="charge-reply"),
    path("tasks/<int:pk>/judge/", tasks.judge, name="charge-judge"),
    path("tasks/<int:pk>/withdraw/", tasks.withdraw, name="charge-withdraw"),
    path("tasks/<int:pk>/file/", tasks.task_file, name="charge-file"),
    path("tasks/replies/<int:pk>/file/", tasks.reply_file, name="reply-file"),
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/new/", meetings.new, name="meeting-new"),
    path("meetings/attendance/", meetings.attendances, name="attendances"),
    path("meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<int:pk>/attendance/", meetings.attendance, name="meeting-attendance"),
    path("meetings/<int:pk>/minutes/", meetings.minutes, name="meeting-minutes"),
    path("meetings/notices/<int:pk>/", meetings.seat, name="seat"),
    path("meetings/notices/<int:pk>/file/", meetings.minutes_file, name="minutes-file"),
    path("dispatch/undo/<int:pk>/", answers.undo_act, name="dispatch-undo"),
]
