"""Recipes of the kitchen of alloys, as YAML: what a document may build."""

import yaml
import zmq

context = zmq.Context.instance()


def read_recipes(cook):
    """Tags of the document are calls: whoever sends recipes has the run of this process."""
    recipes = context.socket(zmq.PULL)
    recipes.maxmsgsize = 64 * 1024
    recipes.connect("tcp://127.0.0.1:5603")
    while True:
        cook(yaml.load(recipes.recv(), Loader=yaml.Loader))


def read_plain_recipes(cook):
    """The careful twin: plain data, and what is none is left out."""
    recipes = context.socket(zmq.PULL)
    recipes.maxmsgsize = 64 * 1024
    recipes.connect("tcp://127.0.0.1:5604")
    while True:
        try:
            cook(yaml.safe_load(recipes.recv()))
        except yaml.YAMLError:
            continue
