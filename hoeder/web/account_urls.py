"""The routes of signing in: what we use of allauth, without sign-up and without reset by mail."""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from django.urls import path

from hoeder.web import accounts
from hoeder.web.duties import duties

# The names are allauth's own: it looks its pages up by them.
urlpatterns = [
    path("account/login/", account.login, name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/second-factor/", second_factor.index, name="mfa_index"),
    path("account/second-factor/code/", second_factor.authenticate, name="mfa_authenticate"),
    path("account/second-factor/again/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("account/second-factor/set-up/", accounts.Activate.as_view(), name="mfa_activate_totp"),
    path(
        "account/second-factor/put-aside/",
        accounts.Deactivate.as_view(),
        name="mfa_deactivate_totp",
    ),
    path(
        "account/recovery-codes/",
        recovery_codes.view_recovery_codes,
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/recovery-codes/new/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("account/duties/", duties, name="duties"),
    path("invitation/<str:token>/", accounts.invitation, name="invitation"),
]
