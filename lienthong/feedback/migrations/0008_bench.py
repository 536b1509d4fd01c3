from django.db import migrations

from lienthong.feedback.models.searching import KeepPublicationWords


class Migration(migrations.Migration):
    dependencies = [("feedback", "0007_voices")]

    operations = [KeepPublicationWords()]
