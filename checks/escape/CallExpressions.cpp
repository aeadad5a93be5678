// Calls of the user's functions, of function pointers and callables.
#include "escape/FunctionBuilder.h"
#include "escape/Names.h"
#include "clang/Basic/Builtins.h"

using namespace clang;

namespace fastidious::escape {

FunctionBuilder::CallParts FunctionBuilder::partsOf(const CallExpr &E) {
  CallParts P;
  P.Callee = E.getDirectCallee();
  unsigned First = 0;
  if (const auto *M = dyn_cast<CXXMemberCallExpr>(&E)) {
    P.Object = M->getImplicitObjectArgument();
    P.Arrow = P.Object && P.Object->getType()->isPointerType();
  } else if (isa<CXXOperatorCallExpr>(E)) {
    const auto *Method = dyn_cast_or_null<CXXMethodDecl>(P.Callee);
    if (Method && E.getNumArgs()) {
      P.Object = E.getArg(0);
      First = 1;
      if (Method->isStatic())
        P.Object = nullptr;
    }
  }
  // The class says how it refers to others, not its base in the library.
  while (const auto *C = dyn_cast_or_null<ImplicitCastExpr>(P.Object)) {
    if (C->getCastKind() != CK_UncheckedDerivedToBase &&
        C->getCastKind() != CK_DerivedToBase && C->getCastKind() != CK_NoOp)
      break;
    P.Object = C->getSubExpr();
  }
  for (unsigned I = First; I < E.getNumArgs(); ++I)
    P.Arguments.push_back(E.getArg(I));
  return P;
}

NodeId FunctionBuilder::receiver(const CallParts &P) {
  return P.Object ? evaluate(P.Object) : None;
}

NodeId FunctionBuilder::argument(const Expr *A, QualType Parameter) {
  if (Parameter->isReferenceType() || !Types::isInPlace(Parameter))
    return evaluate(A);
  // A class by value: the temporary that the callee gets.
  return address(A);
}

void FunctionBuilder::emitCall(Call C, const Expr &At) {
  const llvm::SaveAndRestore Here(Current, static_cast<const Stmt *>(&At));
  G.Calls.push_back(std::move(C));
  const uint32_t Made = emit({Op::Call,
                              Reason::CallArgument,
                              None,
                              None,
                              static_cast<uint32_t>(G.Calls.size() - 1),
                              {},
                              {}});
  EventsAt[&At].push_back({Event::Do, Made});
}

/// The function that a call of Method on Object runs, where that is known from
/// the types alone.
static const CXXMethodDecl *exactMethod(const CXXMethodDecl &Method,
                                        const Expr *Object) {
  if (!Method.isVirtual())
    return &Method;
  if (!Object)
    return nullptr;
  if (const auto *Known = Method.getDevirtualizedMethod(Object, false))
    return Known;
  return nullptr;
}

NodeId FunctionBuilder::callUser(const CallParts &P, const Expr &E,
                                 NodeId Receiver, NodeId Result) {
  const FunctionDecl *Callee = P.Callee;
  Call C;
  C.Name = fullName(*Callee);
  if (const auto *M = dyn_cast<CXXMethodDecl>(Callee)) {
    const auto *Qualified =
        dyn_cast<MemberExpr>(cast<CallExpr>(E).getCallee()->IgnoreParens());
    const bool IsDirect = Qualified && Qualified->hasQualifier();
    const CXXMethodDecl *Exact = IsDirect ? M : exactMethod(*M, P.Object);
    C.Virtual = !Exact;
    Callee = Exact ? Exact : Callee;
  }
  C.Callee = functionKey(*Callee, MainFile);
  C.Receiver = Receiver;
  for (unsigned I = 0; I < P.Arguments.size(); ++I) {
    const bool Named = I < Callee->getNumParams();
    C.Arguments.push_back(
        Named ? argument(P.Arguments[I], Callee->getParamDecl(I)->getType())
              : evaluate(P.Arguments[I]));
    if (Named && !T.carries(Callee->getParamDecl(I)->getType()))
      C.Arguments.back() = None;
  }
  // Nobody looks at what such a callee keeps.
  if (Callee->isNoReturn())
    C.Arguments.assign(C.Arguments.size(), None);
  const QualType Type = Callee->getReturnType();
  if (Types::isInPlace(Type)) {
    C.ResultInPlace = true;
    C.Result = Result != None ? Result : addressOf(addTemporary(E));
  } else if (T.carries(Type)) {
    C.Result = fresh();
  }
  const NodeId Made = C.Result;
  emitCall(std::move(C), E);
  return Made;
}

NodeId FunctionBuilder::callThrough(NodeId Target, NodeId Receiver,
                                    llvm::ArrayRef<const Expr *> Arguments,
                                    const Expr &E, NodeId Result) {
  Call C;
  C.Name = "a call through a pointer or callable";
  C.Target = Target == None ? fresh() : Target;
  C.Receiver = Receiver;
  for (const Expr *A : Arguments)
    C.Arguments.push_back(evaluate(A));
  if (Types::isInPlace(E.getType())) {
    C.ResultInPlace = true;
    C.Result = Result != None ? Result : addressOf(addTemporary(E));
  } else if (E.isGLValue() || T.carries(E.getType())) {
    C.Result = fresh();
  }
  const NodeId Made = C.Result;
  emitCall(std::move(C), E);
  return Made;
}

bool FunctionBuilder::startList(const CallExpr &E) {
  const unsigned Id = E.getBuiltinCallee();
  const bool Starts = Id == Builtin::BI__builtin_va_start && Rest != None;
  if (!Starts && Id != Builtin::BI__builtin_va_copy)
    return false;
  const NodeId From = Starts ? addressOf(Rest) : evaluate(E.getArg(1));
  store(evaluate(E.getArg(0)), {}, load(From), Reason::CopiedInto);
  return true;
}

NodeId FunctionBuilder::call(const CallExpr &E, NodeId Result) {
  if (isa<CXXPseudoDestructorExpr>(E.getCallee()->IgnoreParens()))
    return None;
  const llvm::SaveAndRestore Here(Current, static_cast<const Stmt *>(&E));
  CallParts P = partsOf(E);
  if (!P.Callee) {
    if (const auto *B = dyn_cast<BinaryOperator>(
            E.getCallee()->IgnoreParenImpCasts())) // (object.*member)()
      return callThrough(evaluate(B->getRHS()), evaluate(B->getLHS()),
                         P.Arguments, E, Result);
    return callThrough(evaluate(E.getCallee()), None, P.Arguments, E, Result);
  }
  if (const auto *C = dyn_cast<CXXConversionDecl>(P.Callee);
      C && C->getParent()->isLambda()) {
    evaluate(P.Object);
    const FunctionDecl *Operator = Types::callOperator(P.Object->getType());
    return Operator ? addressOf(global(*Operator)) : None;
  }
  const QualType ObjectType = P.Object ? P.Object->getType() : QualType();
  const Holder *H =
      P.Object ? T.holder(P.Arrow ? ObjectType->getPointeeType() : ObjectType)
               : nullptr;
  const bool IsCall = H && isa<CXXOperatorCallExpr>(E) &&
                      cast<CXXOperatorCallExpr>(E).getOperator() == OO_Call;
  const auto *Named =
      P.Object ? dyn_cast<DeclRefExpr>(P.Object->IgnoreParenImpCasts())
               : nullptr;
  // std::views::take and the like are functions in all but name.
  const bool IsLibrarys = Named && Types::isStandard(*Named->getDecl());
  if (IsCall && !IsLibrarys && !Lib.effect(P.Callee) &&
      H->Holds != Holder::Unique && H->Holds != Holder::Nodes &&
      H->Holds != Holder::Nothing) {
    // A std::function, a reference wrapper or a bound callable.
    const NodeId Callable = receiver(P);
    const NodeId Target = Types::owns(H) ? ownedBy(Callable) : load(Callable);
    return callThrough(Target, None, P.Arguments, E, Result);
  }
  if (startList(E))
    return None;
  const Effect *Known = Lib.effect(P.Callee);
  if (Known || Types::isStandard(*P.Callee) || H || P.Callee->getBuiltinID() ||
      Lib.isCLibrary(*P.Callee))
    return callLibrary(Known, P, E, Result);
  const auto *Assign = dyn_cast<CXXMethodDecl>(P.Callee);
  if (Assign && !Assign->isUserProvided() && P.Object &&
      (Assign->isCopyAssignmentOperator() ||
       Assign->isMoveAssignmentOperator())) {
    const NodeId From = evaluate(P.Arguments[0]), To = receiver(P);
    if (Assign->isMoveAssignmentOperator())
      giveAway(P.Arguments[0]);
    copyValue(ObjectType.getNonReferenceType().getCanonicalType(), To, From,
              Assign->isMoveAssignmentOperator(), *P.Arguments[0]);
    return To;
  }
  const NodeId Receiver = receiver(P);
  return callUser(P, E, Receiver, Result);
}

} // namespace fastidious::escape
