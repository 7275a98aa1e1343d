"""A decision tree behind Flask, in the pattern of AWS's scikit-learn sample container."""
import io
import pickle

import flask
import pandas as pd

MODEL_FILE = "/opt/ml/model/decision-tree-model.pkl"


class ScoringService:
    model = None  # loaded once in each worker

    @classmethod
    def get_model(cls):
        if cls.model is None:
            with open(MODEL_FILE, "rb") as file:
                cls.model = pickle.load(file)
        return cls.model

    @classmethod
    def predict(cls, rows):
        return cls.get_model().predict(rows)


app = flask.Flask(__name__)


@app.route("/ping", methods=["GET"])
def ping():
    status = 200 if ScoringService.get_model() is not None else 404
    return flask.Response(response="\n", status=status, mimetype="application/json")


@app.route("/invocations", methods=["POST"])
def transformation():
    if flask.request.content_type != "text/csv":
        return flask.Response(response="This predictor only supports CSV data", status=415, mimetype="text/plain")
    rows = pd.read_csv(io.StringIO(flask.request.data.decode("utf-8")), header=None)
    out = io.StringIO()
    pd.DataFrame({"results": ScoringService.predict(rows)}).to_csv(out, header=False, index=False)
    return flask.Response(response=out.getvalue(), status=200, mimetype="text/csv")
