#!/bin/sh
# Stands for the AWS CLI: notes each call in $CALLS/log, keeps its JSON by the operation, and answers what the script reads.
# $FAILING is an operation that fails.
printf '%s\t' "$@" >> "$CALLS/log"
echo >> "$CALLS/log"
operation=$2
[ "$operation" != "${FAILING:-}" ] || exit 254
while [ $# -gt 1 ]; do
  case "$1" in
    --cli-input-json) cp "${2#file://}" "$CALLS/$operation.json" ;;
    --query)
      case "$2" in
        ModelArtifacts.S3ModelArtifacts) echo s3://models/model.tar.gz ;;
        BestTrainingJob.TrainingJobName) echo best-job ;;
        *Status) echo Completed ;;
      esac ;;
  esac
  shift
done
[ "$operation" != invoke-endpoint ] || echo 'an answer' > "$1"
