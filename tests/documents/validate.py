"""Says of each instance whether it is valid: `validate.py SCHEMA INSTANCES`, the second a list in JSON."""

import json
import sys

from jsonschema import Draft202012Validator

schema, instances = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:])
Draft202012Validator.check_schema(schema)
print(json.dumps([Draft202012Validator(schema).is_valid(instance) for instance in instances]))
