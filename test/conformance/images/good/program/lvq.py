"""Learning vector quantization: a few prototypes per class, moved towards their own rows and away from others."""
import math
import random


class Model:
    """Prototypes in standardized space. Rows are lists of numbers, all of the same length."""

    def __init__(self, classes, labels, prototypes, means, scales):
        self.classes, self.labels, self.prototypes, self.means, self.scales = classes, labels, prototypes, means, scales

    def scaled(self, row):
        return [(value - mean) / scale for value, mean, scale in zip(row, self.means, self.scales)]

    def nearest(self, scaled):
        best, best_distance = 0, math.inf
        for index, prototype in enumerate(self.prototypes):
            distance = sum((a - b) * (a - b) for a, b in zip(scaled, prototype))
            if distance < best_distance:
                best, best_distance = index, distance
        return best

    def predict(self, row):
        return self.classes[self.labels[self.nearest(self.scaled(row))]]

    def to_json(self):
        return {"format": 1, **vars(self)}

    @classmethod
    def from_json(cls, value):
        if value.get("format") != 1:
            raise ValueError(f"the model has the format {value.get('format')}, and this program reads format 1")
        return cls(value["classes"], value["labels"], value["prototypes"], value["means"], value["scales"])


def initial_model(rows, labels, prototypes, seed):
    """Random rows of each class, from columns of mean 0 and deviation 1."""
    classes = sorted(set(labels))
    columns = list(zip(*rows))
    means = [math.fsum(column) / len(column) for column in columns]
    scales = [math.sqrt(math.fsum((v - m) ** 2 for v in column) / len(column)) or 1.0 for column, m in zip(columns, means)]
    model = Model(classes, [], [], means, scales)
    chance = random.Random(seed)
    for index, name in enumerate(classes):
        own = [row for row, label in zip(rows, labels) if label == name]
        for row in chance.sample(own, min(prototypes, len(own))):
            model.labels.append(index)
            model.prototypes.append(model.scaled(row))
    return model


def train_epoch(model, rows, labels, rate, order):
    """Moves the prototypes once for every row; gives the share of rows that were right already."""
    index_of = {name: index for index, name in enumerate(model.classes)}
    right = 0
    for at in order:
        scaled = model.scaled(rows[at])
        nearest = model.nearest(scaled)
        is_right = model.labels[nearest] == index_of[labels[at]]
        right += is_right
        step = rate if is_right else -rate
        prototype = model.prototypes[nearest]
        for column, value in enumerate(scaled):
            prototype[column] += step * (value - prototype[column])
    return right / len(rows)
