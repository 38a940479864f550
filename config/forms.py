"""One renderer for every form: label, field, help and error, tied together for a screen reader."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Renders each field with our own template."""

    field_template_name = "components/field.html"
