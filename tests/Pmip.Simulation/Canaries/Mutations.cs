using System;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Pmip.Simulation.Canaries;

/// <summary>Small changes of a method's code.</summary>
internal static class Mutations
{
    /// <summary>The method does nothing and gives the default of its type.</summary>
    public static void ReturnDefault(MethodDefinition method)
    {
        method.Body = new MethodBody(method) { InitLocals = true };
        ILProcessor code = method.Body.GetILProcessor();
        if (method.ReturnType.MetadataType != MetadataType.Void)
        {
            VariableDefinition result = new(method.ReturnType);
            method.Body.Variables.Add(result);
            code.Emit(OpCodes.Ldloca, result);
            code.Emit(OpCodes.Initobj, method.ReturnType);
            code.Emit(OpCodes.Ldloc, result);
        }

        code.Emit(OpCodes.Ret);
    }

    /// <summary>The method gives a number or a truth value at once.</summary>
    public static Action<MethodDefinition> Return(int value) => method =>
    {
        method.Body = new MethodBody(method);
        ILProcessor code = method.Body.GetILProcessor();
        code.Emit(OpCodes.Ldc_I4, value);
        code.Emit(OpCodes.Ret);
    };

    /// <summary>The method gives its n-th argument.</summary>
    public static Action<MethodDefinition> ReturnArgument(int argument) => method =>
    {
        method.Body = new MethodBody(method);
        ILProcessor code = method.Body.GetILProcessor();
        code.Emit(OpCodes.Ldarg, argument);
        code.Emit(OpCodes.Ret);
    };

    /// <summary>A call is left out: its arguments are dropped, what it would have given is the default.</summary>
    public static Action<MethodDefinition> DropCall(string callee, int occurrence = 0) => method =>
    {
        ILProcessor code = method.Body.GetILProcessor();
        Instruction call = Find(method, callee, occurrence);
        MethodReference target = (MethodReference)call.Operand;
        int arguments = target.Parameters.Count + (target.HasThis ? 1 : 0);
        Instruction first = code.Create(arguments > 0 ? OpCodes.Pop : OpCodes.Nop);
        code.InsertBefore(call, first);
        for (int i = 1; i < arguments; i++)
        {
            code.InsertBefore(call, code.Create(OpCodes.Pop));
        }

        if (target.ReturnType.MetadataType != MetadataType.Void)
        {
            VariableDefinition result = new(target.ReturnType);
            method.Body.Variables.Add(result);
            code.InsertBefore(call, code.Create(OpCodes.Ldloca, result));
            code.InsertBefore(call, code.Create(OpCodes.Initobj, target.ReturnType));
            code.InsertBefore(call, code.Create(OpCodes.Ldloc, result));
        }

        foreach (Instruction branch in method.Body.Instructions.Where(instruction => instruction.Operand == call))
        {
            branch.Operand = first;
        }

        code.Remove(call);
    };

    /// <summary>A call's answer, a truth value, is turned round.</summary>
    public static Action<MethodDefinition> NegateCall(string callee, int occurrence = 0) => method =>
    {
        ILProcessor code = method.Body.GetILProcessor();
        Instruction call = Find(method, callee, occurrence);
        Instruction equals = code.Create(OpCodes.Ceq);
        code.InsertAfter(call, equals);
        code.InsertAfter(call, code.Create(OpCodes.Ldc_I4_0));
    };

    /// <summary>A value is added to the number that a call gives.</summary>
    public static Action<MethodDefinition> AddToCall(string callee, int value, int occurrence = 0) => method =>
    {
        ILProcessor code = method.Body.GetILProcessor();
        Instruction call = Find(method, callee, occurrence);
        code.InsertAfter(call, code.Create(OpCodes.Add));
        code.InsertAfter(call, code.Create(OpCodes.Ldc_I4, value));
    };

    /// <summary>What would be stored in a field is not.</summary>
    public static Action<MethodDefinition> DropStore(string field) => method =>
    {
        Instruction[] stores = [.. method.Body.Instructions.Where(i => i.OpCode == OpCodes.Stfld && ((FieldReference)i.Operand).Name == field)];
        if (stores.Length == 0)
        {
            throw new InvalidOperationException($"{method.FullName} stores no {field}");
        }

        ILProcessor code = method.Body.GetILProcessor();
        foreach (Instruction store in stores)
        {
            code.InsertBefore(store, code.Create(OpCodes.Pop));
            store.OpCode = OpCodes.Pop;
            store.Operand = null;
        }
    };

    /// <summary>Whatever would be stored in a field, it is this number.</summary>
    public static Action<MethodDefinition> StoreAlways(string field, int value) => method =>
    {
        Instruction store = method.Body.Instructions.FirstOrDefault(i => i.OpCode == OpCodes.Stfld && ((FieldReference)i.Operand).Name == field)
            ?? throw new InvalidOperationException($"{method.FullName} stores no {field}");
        ILProcessor code = method.Body.GetILProcessor();
        Instruction first = code.Create(OpCodes.Pop);
        foreach (Instruction branch in method.Body.Instructions.Where(instruction => instruction.Operand == store))
        {
            branch.Operand = first;
        }

        code.InsertBefore(store, first);
        code.InsertBefore(store, code.Create(OpCodes.Ldc_I4, value));
    };

    /// <summary>Instead of a field that is read, an argument is taken.</summary>
    public static Action<MethodDefinition> ReadArgumentForField(string field, int argument) => method =>
    {
        Instruction load = method.Body.Instructions.FirstOrDefault(i => i.OpCode == OpCodes.Ldfld && ((FieldReference)i.Operand).Name == field)
            ?? throw new InvalidOperationException($"{method.FullName} reads no {field}");
        ILProcessor code = method.Body.GetILProcessor();
        code.InsertAfter(load, code.Create(OpCodes.Ldarg, argument));
        code.InsertAfter(load, code.Create(OpCodes.Pop));
    };

    /// <summary>The method gives a property of one of its arguments.</summary>
    public static Action<MethodDefinition> ReturnProperty(int argument, string property) => method =>
    {
        TypeDefinition type = method.Parameters[argument - 1].ParameterType.GetElementType().Resolve();
        method.Body = new MethodBody(method);
        ILProcessor code = method.Body.GetILProcessor();
        code.Emit(OpCodes.Ldarg, argument);
        code.Emit(OpCodes.Call, type.Methods.Single(getter => getter.Name == "get_" + property));
        code.Emit(OpCodes.Ret);
    };

    private static Instruction Find(MethodDefinition method, string callee, int occurrence) =>
        method.Body.Instructions
            .Where(i => (i.OpCode == OpCodes.Call || i.OpCode == OpCodes.Callvirt) && ((MethodReference)i.Operand).Name == callee)
            .Skip(occurrence).FirstOrDefault()
        ?? throw new InvalidOperationException($"{method.FullName} does not call {callee}");
}
