"""Django settings. What differs between deployments comes from the environment (jiceng.core.deployment)."""

from pathlib import Path

from csp.constants import NONE, SELF, UNSAFE_INLINE

from jiceng.core import deployment

ENVIRONMENT = deployment.environment()
IS_PRODUCTION = ENVIRONMENT == "production"
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
    "django_filters",
    "jiceng.core",
    "jiceng.regions",
    "jiceng.accounts",
    "jiceng.policy",
    "jiceng.residents",
    "jiceng.employers",
    "jiceng.employment",
    "jiceng.labour",
    "jiceng.assistance",
    "jiceng.dispatch",
    "jiceng.reporting",
    "jiceng.papers",
    "jiceng.home",
    "jiceng.manual",
    "jiceng.demo",
    "django.forms",  # after jiceng.core, whose templates of widgets come first
]

# From the outside in. The session, the access log and the headers lie outside the guard, which opens the
# transaction around the view and its rendering.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "jiceng.accounts.middleware.SessionTouch",
    "jiceng.accounts.middleware.ActivePost",
    "jiceng.accounts.middleware.LoginRequired",
    "jiceng.accounts.locking.SessionLock",
    "jiceng.accounts.middleware.AccessLog",
    "jiceng.core.middleware.Guard",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "jiceng.navigation.shell",
                "jiceng.accounts.locking.waiting",
                "jiceng.manual.places.here",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

ROOT_URLCONF = "jiceng.urls"
WSGI_APPLICATION = "jiceng.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASES = deployment.databases()
DATABASE_ROUTERS = ["jiceng.core.deployment_router.OwnerMigrates"]

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = deployment.home() / "static"
STATICFILES_DIRS = [("manual", Path(__file__).resolve().parents[1] / "docs" / "manual" / "pictures")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# What is sent stays in memory, since it may name people: a larger file is not kept at all.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 50 * 1024 * 1024

# Signing in

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

IDLE_SECONDS = 30 * 60
IDLE_LOCK_SECONDS = deployment.idle_lock_minutes() * 60  # without input; then the page asks for the password
SESSION_COOKIE_AGE = IDLE_SECONDS  # counted from the last touch, at most a minute before the last page
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_PRODUCTION
CSRF_COOKIE_HTTPONLY = True  # pages carry the token themselves
# Messages may name a person, and the session table holds none.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# What the browser may do

CSRF_FAILURE_VIEW = "jiceng.core.pages.csrf_failure"
CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in ALLOWED_HOSTS] if IS_PRODUCTION else []
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src-elem": [SELF],
        "style-src-attr": [UNSAFE_INLINE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "level": "WARNING"}},
}
