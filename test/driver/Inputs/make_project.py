"""make_project.py COUNT [--reverse]: COUNT files that share a header, and the
database of them, in the current directory."""
import json
import os
import sys

WASTE = ("inline void {}(int N) {{\n  std::vector<int> V;\n"
         "  for (int I = 0; I < N; ++I)\n    V.push_back(I);\n}}\n")

with open("shared.h", "w", encoding="utf-8") as header:
    header.write("#include <vector>\n" + WASTE.format("shared"))
entries = []
for number in range(int(sys.argv[1])):
    name = f"unit{number}.cpp"
    with open(name, "w", encoding="utf-8") as source:
        source.write('#include "shared.h"\n' + WASTE.format(f"own{number}"))
    entries.append({"directory": os.getcwd(), "file": name,
                    "command": f"c++ -std=c++17 -c {name}"})
if "--reverse" in sys.argv:
    entries.reverse()
with open("compile_commands.json", "w", encoding="utf-8") as database:
    json.dump(entries, database)
