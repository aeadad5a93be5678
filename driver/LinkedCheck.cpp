#include "LinkedCheck.h"
#include "Extract.h"
#include "Merge.h"
#include "UnitCache.h"
#include "escape/Fields.h"
#include "escape/Imports.h"
#include "escape/LinkState.h"
#include "llvm/Support/ThreadPool.h"

namespace fastidious {
namespace {

class Linker {
public:
  Linker(const std::vector<Task> &Tasks, const EngineOptions &How)
      : Tasks(Tasks), How(How) {}

  Results run(bool Verbose, const Progress &Tell);

private:
  void link();
  bool isChanged(size_t I) const;
  std::vector<size_t> changed() const;

  const std::vector<Task> &Tasks;
  EngineOptions How;
  std::vector<UnitResult> Alone;
  /// Empty for those that were not analysed.
  std::vector<escape::PackedUnit> Units;
  using Imports = std::vector<escape::Import>;
  std::vector<std::shared_ptr<const Imports>> PerUnit;
};

/// What each unit is to know of the others.
void Linker::link() {
  escape::Program All;
  for (const UnitResult &R : Alone) {
    Units.push_back(escape::fromBytes<escape::PackedUnit>(R.Extract).value_or(
        escape::PackedUnit()));
    if (!All.add(Units.back()))
      Units.back() = {};
  }
  const std::string Name = "check " + commonFolder(Units);
  const std::string Before = How.Kept ? How.Kept->get(Name).value_or("") : "";
  const escape::LinkState Earlier = escape::linkStateFrom(Before);
  All.link(Earlier);
  if (How.Kept)
    if (const std::string Now = bytesOf(All.state()); Now != Before)
      How.Kept->put(Name, Now);
  for (const escape::PackedUnit &U : Units)
    PerUnit.push_back(std::make_shared<const Imports>(All.importsOf(U)));
}

bool Linker::isChanged(size_t I) const {
  if (PerUnit[I]->empty())
    return false;
  const std::string Name =
      "changes " + digest(Alone[I].Extract) + escape::digestOf(*PerUnit[I]);
  if (How.Kept)
    if (const std::optional<std::string> Known = How.Kept->get(Name))
      return *Known == "yes";
  const bool Is = escape::changesFindings(Units[I], *PerUnit[I]);
  if (How.Kept)
    How.Kept->put(Name, Is ? "yes" : "no");
  return Is;
}

std::vector<size_t> Linker::changed() const {
  std::vector<char> Is(Tasks.size());
  llvm::DefaultThreadPool Pool(llvm::hardware_concurrency(How.Threads));
  for (size_t I = 0; I != Tasks.size(); ++I)
    Pool.async([&, I] { Is[I] = isChanged(I); });
  Pool.wait();
  std::vector<size_t> Found;
  for (size_t I = 0; I != Tasks.size(); ++I)
    if (Is[I])
      Found.push_back(I);
  return Found;
}

Results Linker::run(bool Verbose, const Progress &Tell) {
  How.Extract = true;
  Alone = analyseUnits(Tasks, How, Tell);
  link();
  How.Extract = false;
  const std::vector<size_t> Again = changed();
  std::vector<Task> With;
  for (size_t I : Again) {
    With.push_back(Tasks[I]);
    With.back().Imports = PerUnit[I];
  }
  std::vector<UnitResult> Linked =
      analyseUnits(With, How, [](llvm::StringRef) {});
  for (size_t I = 0; I != Again.size(); ++I)
    Alone[Again[I]] = std::move(Linked[I]);
  if (Verbose)
    llvm::errs() << "fastidious: " << Again.size() << " of " << Tasks.size()
                 << " files analysed again with what others do\n";
  return merge(Tasks, std::move(Alone));
}

} // namespace

Results analyseLinked(const std::vector<Task> &Tasks, const EngineOptions &How,
                      bool Verbose, const Progress &Tell) {
  return Linker(Tasks, How).run(Verbose, Tell);
}

} // namespace fastidious
