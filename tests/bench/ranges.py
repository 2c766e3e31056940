"""Measures server/faces/build/eight_bit_ranges.json anew: `python -m tests.bench.ranges`, photos as for the other benchmarks.

The float network keeps its activations within these ranges on every face at hand, each also in changed light; the 8-bit
network is built from them alone, so that set-up needs no photo. A changed file changes the hash in server/faces/known_files.py.
"""

import json
from pathlib import Path

import cv2
import face_recognition_models
import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper

from server.faces.aligner import DlibAligner
from server.faces.build.dlib_weights import DlibWeights
from server.faces.build.int8 import RANGES
from server.faces.build.onnx_network import OnnxNetwork
from server.faces.detector import Detector
from server.faces.engine import FaceEngine
from server.faces.known_files import BLAZE_FACE, FIVE_POINTS
from server.faces.quality import grey_of
from tests.bench.photographed import MODELS, clip, photographed


def main() -> None:
    engine = FaceEngine(MODELS, "dlib-float")
    pictures = photographed(engine)
    crops = crops_of([*(one.picture for one in pictures), *list(clip())[::5]])
    ranges = ranges_over(crops)
    people = len({one.person for one in pictures}) + 1
    told = {"from": f"{len(crops)} faces of {people} people, each as it is and in changed light", "ranges": ranges}
    RANGES.write_text(json.dumps(told).replace("], [", "],\n[") + "\n", encoding="utf-8")
    print(f"{len(ranges)} ranges written to {RANGES}, {told['from']}")


class WatchedNetwork(OnnxNetwork):
    """The float network that also gives out what the 8-bit one has to store."""

    def __init__(self, weights: DlibWeights) -> None:
        super().__init__(weights)
        self.kept: list[str] = []

    def _quantised(self, x: str) -> str:
        self.kept.append(x)
        return x

    def watched(self) -> tuple[onnx.ModelProto, list[str]]:
        model = self.model()
        model.graph.output.extend(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in self.kept)
        return model, self.kept


def crops_of(pictures: list[np.ndarray]) -> list[np.ndarray]:
    detector, aligner, crops = Detector(MODELS / BLAZE_FACE.name), DlibAligner(MODELS / FIVE_POINTS.name), []
    for picture in pictures:
        upright = np.ascontiguousarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB))
        crops += [aligner.crop(upright, grey_of(upright), found) for found in detector.find([upright])[0][:1]]
    return crops


def ranges_over(crops: list[np.ndarray]) -> list[list[float]]:
    random = np.random.default_rng(0)
    lit = [np.clip(crop * random.uniform(0.4, 1.5) + random.uniform(-20, 20), 0, 255) for crop in crops]
    planes = np.stack([*crops, *lit]).astype(np.float32).transpose(0, 3, 1, 2)
    model, kept = WatchedNetwork(dlib_weights()).watched()
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    seen = [session.run(kept, {"chip": planes[at : at + 1]}) for at in range(len(planes))]
    values = [[run[number] for run in seen] for number in range(len(kept))]
    return [[round(float(min(one.min() for one in each)), 3), round(float(max(one.max() for one in each)), 3)] for each in values]


def dlib_weights() -> DlibWeights:
    return DlibWeights(Path(face_recognition_models.face_recognition_model_location()).read_bytes())


if __name__ == "__main__":
    main()
