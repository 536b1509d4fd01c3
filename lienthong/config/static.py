"""Static files as they are served: hashed and compressed, and the modules' imports lead to the hashed names."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise publishes no types
    """Also rewrites ``import … from "./x.js";`` inside of scripts, which Django does only when asked."""

    support_js_module_import_aggregation = True
