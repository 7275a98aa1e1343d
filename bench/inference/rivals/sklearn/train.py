"""Fits the tree when the image is built: rows of CSV, the class first."""
import os
import pickle

import pandas as pd
from sklearn import tree

from predictor import MODEL_FILE

rows = pd.read_csv("iris.csv", header=None)
model = tree.DecisionTreeClassifier(max_depth=8).fit(rows.iloc[:, 1:], rows.iloc[:, 0])
os.makedirs(os.path.dirname(MODEL_FILE), exist_ok=True)
with open(MODEL_FILE, "wb") as file:
    pickle.dump(model, file)
