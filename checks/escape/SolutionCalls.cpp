// The calls of a function: who is called, and what a call does of which that
// is not known.
#include "escape/Instantiation.h"

namespace fastidious::escape {

void Solution::setUpCall(uint32_t Index) {
  const Call &From = G.Calls[Index];
  CallSite &C = Calls[Index];
  C.Name = From.Name;
  C.Virtual = From.Virtual ? From.Callee : "";
  C.Target = From.Target;
  C.Arguments = From.Arguments;
  C.Receiver = From.Receiver;
  C.Result = From.Result;
  C.ResultInPlace = From.ResultInPlace;
  C.OriginFunction = Self;
  C.OriginCall = Index;
  const CauseId Why = C.Constraint;
  if (C.Target != None)
    return addConsumer(C.Target, {Consumer::Target, Index, {}, Why});
  if (!C.Virtual.empty() && C.Receiver != None)
    return addConsumer(C.Receiver, {Consumer::Receiver, Index, {}, Why});
  callFunction(Index, From.Callee, None);
}

void Solution::onTarget(uint32_t Call, PlaceId P) {
  const Object &Is = *Objects[Places[P].Object].Is;
  if (Is.Kind == ObjectKind::Literal)
    return;
  if (Is.Callee == CalleeIsOwned)
    return addConsumer(cell(Places[P].Object, {0, true}),
                       {Consumer::Target, Call, {}, Calls[Call].Constraint});
  if (!Is.Callee.empty())
    return callFunction(Call, Is.Callee,
                        Is.Kind == ObjectKind::Function ? None : P);
  const bool Port = Is.Kind == ObjectKind::Argument;
  Calls[Call].Port |= Port;
  callUnknown(Call, Calls[Call].Name, Port, Calls[Call].Receiver);
}

void Solution::onReceiver(uint32_t Call, PlaceId P) {
  const Object &Is = *Objects[Places[P].Object].Is;
  const std::string Virtual = Calls[Call].Virtual;
  if (Is.Kind == ObjectKind::Literal)
    return;
  // A field's type is not that of the object.
  if (const std::string Final =
          Places[P].Part.Field ? "" : L.overrider(Is.Type, Virtual);
      !Final.empty())
    return callFunction(Call, Final, P);
  const std::vector<std::string> All = L.overriders(Virtual);
  for (const std::string &Function : All)
    callFunction(Call, Function, P);
  if (!All.empty())
    return;
  const bool Port = Is.Kind == ObjectKind::Argument;
  Calls[Call].Port |= Port;
  callUnknown(Call, Calls[Call].Name, Port, setOf(P, Calls[Call].Constraint));
}

void Solution::callFunction(uint32_t Call, llvm::StringRef Key,
                            PlaceId Receiver) {
  if (!Calls[Call].Known.insert({L.Strings.intern(Key), Receiver}).second)
    return;
  const SetId This = Receiver == None ? Calls[Call].Receiver
                                      : setOf(Receiver, Calls[Call].Constraint);
  const llvm::ArrayRef<FunctionId> Definitions = L.definitions(Key);
  if (Definitions.empty())
    return callUnknown(Call, Calls[Call].Name, false, This);
  for (FunctionId F : Definitions) {
    const Graph &Callee = L.graph(F);
    if (!Callee.Incomplete.empty() || L.summary(F).Unknown) {
      callUnknown(Call, Calls[Call].Name, false, This, &Callee);
      continue;
    }
    Instantiation(*this, Call, F, This).run(Definitions.size() == 1);
  }
}

/// All that is passed may be kept, but for what the declaration promises.
void Solution::callUnknown(uint32_t Call, llvm::StringRef Name, bool Port,
                           SetId Receiver, const Graph *Promise) {
  Calls[Call].Unknown |= !Port;
  const SetId To = sink(SinkKind::Unknown, Name, Port);
  const CauseId Why = Calls[Call].Constraint;
  for (size_t A = 0; A != Calls[Call].Arguments.size(); ++A)
    if (Calls[Call].Arguments[A] != None &&
        !(Promise && A < Promise->Parameters.size() &&
          Promise->Parameters[A].NoEscape))
      addEdge(Calls[Call].Arguments[A], To, Why);
  if (Receiver != None)
    addEdge(Receiver, To, Why);
  giveOpaqueResult(Call, Name, Port);
}

/// The result is an object of its own that leads only to itself.
void Solution::giveOpaqueResult(uint32_t Call, llvm::StringRef Name,
                                bool Port) {
  const SetId Result = Calls[Call].Result;
  ObjectId &Given = Port ? Calls[Call].PortResult : Calls[Call].OpaqueResult;
  if (Result == None || Given != None)
    return;
  const CauseId Why = Calls[Call].Constraint;
  Object What;
  What.Kind = ObjectKind::Opaque;
  What.Name = Name.str();
  // No object of the graph has such a number.
  const ObjectId Origin = ~(Calls[Call].OriginCall << 2 | Port);
  Given = newObject(std::move(What), Calls[Call].OriginFunction,
                    Port ? Calls[Call].OriginCall : Origin);
  Objects[Given].OfPort = Port;
  const SetId Refers = setOf(placeId(Given), Why);
  if (!Calls[Call].ResultInPlace)
    return addEdge(Refers, Result, Why);
  // What the object owns is its own; what that refers to is not known.
  Object Owned;
  Owned.Kind = ObjectKind::Content;
  const ObjectId Content =
      newObject(std::move(Owned), Calls[Call].OriginFunction, Origin - 2);
  addEdge(Refers, cell(Content, {}), Why);
  addConsumer(Result, {Consumer::Store, Refers, {}, Why});
  addConsumer(Result,
              {Consumer::Store, setOf(placeId(Content), Why), {0, true}, Why});
}

/// Values that nothing is known of come from where the graph does not see.
void Solution::settleCalls() {
  for (uint32_t C = 0; C != G.Calls.size(); ++C) {
    const SetId Through = Calls[C].Target != None     ? Calls[C].Target
                          : !Calls[C].Virtual.empty() ? Calls[C].Receiver
                                                      : None;
    if (Through != None && Sets[Through].Elements.empty() &&
        Calls[C].Constraint != None)
      callUnknown(C, Calls[C].Name, false, Calls[C].Receiver);
  }
}

} // namespace fastidious::escape
