"""Django settings. What differs between deployments comes from the environment (jiceng.core.deployment)."""

from jiceng.core import deployment

ENVIRONMENT = deployment.environment()
SECRET_KEY = deployment.secret_key()
DEBUG = False
ALLOWED_HOSTS = deployment.allowed_hosts()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "axes",
    "csp",
    "django_htmx",
    "django_tables2",
    "django_filters",
    "jiceng.core",
    "jiceng.regions",
    "jiceng.accounts",
    "jiceng.policy",
    "jiceng.residents",
    "jiceng.employers",
    "jiceng.employment",
    "jiceng.assistance",
    "jiceng.reporting",
    "jiceng.home",
    "jiceng.demo",
]

ROOT_URLCONF = "jiceng.urls"
WSGI_APPLICATION = "jiceng.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASES = deployment.databases()
DATABASE_ROUTERS = ["jiceng.core.deployment_router.OwnerMigrates"]

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = deployment.home() / "static"
