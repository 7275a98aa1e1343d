"""Runs a notebook of the listing with botocore's service models in the place of AWS; no network.

    run_notebook.py NOTEBOOK ALGORITHM_ARN ROLE_ARN BUCKET

Validates the notebook's format, compiles every code cell, runs them in order in the notebook's folder, and checks the parameters
of every call by botocore's validator and, beyond it, by the patterns, enums and lengths of the model. Prints JSON: every call.
"""

import ast
import io
import json
import os
import re
import sys
import time
import types

import botocore.client
import botocore.session
import botocore.validate
import nbformat

path, algorithm_arn, role_arn, bucket = sys.argv[1:]
SETTINGS = {
    '"arn:aws:sagemaker:REGION:ACCOUNT:algorithm/NAME"': json.dumps(algorithm_arn),
    '"arn:aws:iam::ACCOUNT:role/ROLE"': json.dumps(role_arn),
    '"BUCKET"': json.dumps(bucket),
}
JOB = {
    "TrainingJobStatus": "Completed",
    "ModelArtifacts": {"S3ModelArtifacts": "s3://models/model.tar.gz"},
    "FinalMetricDataList": [{"MetricName": "auc", "Value": 0.5}],
}


def answer(operation):
    """What AWS would answer when everything is done at once."""
    return {
        "DescribeTrainingJob": JOB,
        "DescribeHyperParameterTuningJob": {
            "HyperParameterTuningJobStatus": "Completed",
            "TrainingJobStatusCounters": {"Completed": 10},
            "BestTrainingJob": {"TrainingJobName": "best-job", "TunedHyperParameters": {}},
        },
        "DescribeModelPackage": {"ModelPackageStatus": "Completed"},
        "DescribeEndpoint": {"EndpointStatus": "InService"},
        "DescribeTransformJob": {"TransformJobStatus": "Completed"},
        "InvokeEndpoint": {"ContentType": "text/csv", "Body": io.BytesIO(b"3\n")},
        "GetObject": {"Body": io.BytesIO(b"3\n")},
        "ListObjectsV2": {"IsTruncated": False, "Contents": [{"Key": "a-key"}]},
    }.get(operation, {})


def beyond(value, shape, at):
    """What botocore leaves to the service: patterns, enums, greatest lengths."""
    if shape.type_name == "structure":
        for name, member in value.items():
            yield from beyond(member, shape.members[name], f"{at}.{name}")
    elif shape.type_name == "list":
        if len(value) > shape.metadata.get("max", len(value)):
            yield f"{at} has {len(value)} entries"
        for index, entry in enumerate(value):
            yield from beyond(entry, shape.member, f"{at}[{index}]")
    elif shape.type_name == "map":
        for key, entry in value.items():
            yield from beyond(key, shape.key, f"{at}<{key}>")
            yield from beyond(entry, shape.value, f"{at}[{key}]")
    elif shape.type_name == "string":
        facts = shape.metadata
        if len(value) > facts.get("max", len(value)):
            yield f"{at} has {len(value)} characters"
        if facts.get("enum") and value not in facts["enum"]:
            yield f"{at} is {value}, none of the enum"
        # Python has no \p{…}.
        if "pattern" in facts and "\\p{" not in facts["pattern"] and not re.fullmatch(facts["pattern"], value):
            yield f"{at} is {value}, not {facts['pattern']}"


calls = []


def call(self, operation, parameters):
    shape = self.meta.service_model.operation_model(operation).input_shape
    report = botocore.validate.ParamValidator().validate(parameters, shape)
    problems = [report.generate_report()] if report.has_errors() else list(beyond(parameters, shape, operation))
    if problems:
        raise SystemExit("\n".join(problems))
    calls.append([operation, parameters])
    return answer(operation)


def no_sleep(seconds):
    raise SystemExit(f"it sleeps {seconds} s although everything is done")


botocore.client.BaseClient._make_api_call = call
time.sleep = no_sleep
time.strftime = lambda *_: "-t"
os.environ.update(AWS_ACCESS_KEY_ID="none", AWS_SECRET_ACCESS_KEY="none", AWS_EC2_METADATA_DISABLED="true")
session = botocore.session.get_session()
boto3 = types.ModuleType("boto3")
boto3.client = lambda service: session.create_client(service, region_name="us-east-1")
sys.modules["boto3"] = boto3

notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
nbformat.validate(notebook)
os.chdir(os.path.dirname(path))
with open("notebook.py", encoding="utf-8") as program:
    ast.parse(program.read())
code = [cell for cell in notebook.cells if cell.cell_type == "code"]
for cell in code:
    ast.parse(cell.source)

output, sys.stdout = sys.stdout, sys.stderr
scope = {}
for cell in code:
    source = cell.source
    for placeholder, value in SETTINGS.items():
        source = source.replace(placeholder, value)
    exec(compile(source, cell.id, "exec"), scope)
json.dump({"calls": calls}, output, default=lambda value: value.decode("utf-8"))
