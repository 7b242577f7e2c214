from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("api", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="apikey", name="sandbox", field=models.CharField(blank=True, default="", max_length=40)
        ),
    ]
