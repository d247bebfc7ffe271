"""python3 recipes.py FOLDER SPELLS: runs the functions of varighet.py in FOLDER and writes what they give as CSV files."""

import importlib.util
import sys

sys.path.insert(0, sys.argv[1])
import varighet

d = varighet.read(sys.argv[2])


def out(frame, name):
    frame.to_csv(name + ".csv", index=False, float_format="%.17g", na_rep="NA")


out(varighet.km(d, "size_group").rename(columns={"size_group": "group"}), "km")
out(varighet.table61(d), "table61")
if importlib.util.find_spec("statsmodels"):
    out(varighet.cox(d), "cox")
    out(varighet.statsmodels_km(d).astype({"at_risk": int, "stopped": int}), "statsmodels")
    out(varighet.km(d), "all")
