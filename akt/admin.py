"""Users and tasks in the beheer."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from simple_history.admin import SimpleHistoryAdmin

from akt.models import Gebruiker, Taak

admin.site.site_header = "AKT-portaal: beheer"
admin.site.site_title = "AKT-beheer"
admin.site.index_title = "Beheer"


class GebruikerMaken(AdminUserCreationForm):  # type: ignore[type-arg]
    class Meta:
        model = Gebruiker
        fields = ("email", "naam", "rol")
        field_classes = {"email": forms.EmailField}


@admin.register(Gebruiker)
class GebruikerAdmin(SimpleHistoryAdmin, UserAdmin):  # type: ignore[type-arg]
    add_form = GebruikerMaken
    list_display = ("naam", "email", "rol", "is_active", "last_login")
    list_filter = ("rol", "is_active")
    search_fields = ("naam", "email")
    ordering = ("naam",)
    fieldsets = (
        (None, {"fields": ("email", "naam", "rol", "password")}),
        ("Toegang", {"fields": ("is_active", "is_staff", "is_superuser")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "naam", "rol", "usable_password", "password1", "password2")}),)


@admin.register(Taak)
class TaakAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("naam", "status", "gestart_door", "aangemaakt_op", "klaar_op")
    list_filter = ("status",)

    def has_add_permission(self, request: object) -> bool:
        return False
