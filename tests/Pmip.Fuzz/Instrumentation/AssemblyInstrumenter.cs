using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace Pmip.Fuzz.Instrumentation;

/// <summary>
/// Rewrites a copy of an assembly: a probe at the start of every basic block, an exception in the place of the process's end
/// where an invariant fails, and optimisation switched on whatever the configuration was.
/// </summary>
internal sealed class AssemblyInstrumenter
{
    private const string InvariantType = "Pmip.Foundation.Invariant";
    private const string InvariantFailure = "Fail";

    /// <summary>Probes given out so far, over all assemblies.</summary>
    public int ProbeCount { get; private set; }

    /// <summary>
    /// Reads the assembly at <paramref name="path"/> and gives the rewritten one. Only types that <paramref name="choice"/> takes
    /// get probes.
    /// </summary>
    public MemoryStream Rewrite(string path, Func<TypeDefinition, bool> choice)
    {
        using var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(Path.GetDirectoryName(path));
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(object).Assembly.Location));
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(path, new ReaderParameters { AssemblyResolver = resolver });
        ModuleDefinition module = assembly.MainModule;
        MethodReference probe = MethodOf(module, typeof(CoverageMap), nameof(CoverageMap.Hit));
        foreach (TypeDefinition type in module.GetTypes().Where(choice))
        {
            foreach (MethodDefinition method in type.Methods.Where(method => method.HasBody))
            {
                if (type.FullName == InvariantType && method.Name == InvariantFailure)
                {
                    ThrowInstead(module, method);
                }
                else
                {
                    AddProbes(method.Body, probe);
                }
            }
        }

        foreach (CustomAttribute attribute in assembly.CustomAttributes.Where(a => a.AttributeType.Name == "DebuggableAttribute").ToArray())
        {
            assembly.CustomAttributes.Remove(attribute);
        }

        var rewritten = new MemoryStream();
        assembly.Write(rewritten);
        rewritten.Position = 0;
        return rewritten;
    }

    // In our own assembly the method is at hand; every other one gets a reference to us.
    private static MethodReference MethodOf(ModuleDefinition module, Type type, string name) =>
        module.Assembly.Name.Name == type.Assembly.GetName().Name
            ? module.GetType(type.FullName).Methods.Single(method => method.Name == name)
            : module.ImportReference(name == ".ctor" ? type.GetConstructors()[0] : type.GetMethod(name));

    private static void ThrowInstead(ModuleDefinition module, MethodDefinition method)
    {
        method.Body = new MethodBody(method);
        ILProcessor code = method.Body.GetILProcessor();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Newobj, MethodOf(module, typeof(InvariantBrokenException), ".ctor"));
        code.Emit(OpCodes.Throw);
    }

    private void AddProbes(MethodBody body, MethodReference probe)
    {
        body.SimplifyMacros();
        ILProcessor code = body.GetILProcessor();
        var inserted = new Dictionary<Instruction, Instruction>();
        foreach (Instruction start in BlockStarts(body))
        {
            if (ProbeCount == CoverageMap.Size)
            {
                throw new InvalidOperationException("the rooms have more blocks than the map has places");
            }

            Instruction number = code.Create(OpCodes.Ldc_I4, ProbeCount++);
            code.InsertBefore(start, number);
            code.InsertAfter(number, code.Create(OpCodes.Call, probe));
            inserted.Add(start, number);
        }

        foreach (Instruction instruction in body.Instructions)
        {
            if (instruction.Operand is Instruction target)
            {
                instruction.Operand = inserted.GetValueOrDefault(target, target);
            }
            else if (instruction.Operand is Instruction[] targets)
            {
                instruction.Operand = Array.ConvertAll(targets, each => inserted.GetValueOrDefault(each, each));
            }
        }

        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            handler.TryStart = Moved(handler.TryStart);
            handler.TryEnd = Moved(handler.TryEnd);
            handler.FilterStart = Moved(handler.FilterStart);
            handler.HandlerStart = Moved(handler.HandlerStart);
            handler.HandlerEnd = Moved(handler.HandlerEnd);
        }

        body.OptimizeMacros();

        Instruction? Moved(Instruction? instruction) => instruction is null ? null : inserted.GetValueOrDefault(instruction, instruction);
    }

    private static List<Instruction> BlockStarts(MethodBody body)
    {
        HashSet<Instruction> starts = [body.Instructions[0]];
        foreach (Instruction instruction in body.Instructions)
        {
            if (instruction.Operand is Instruction target)
            {
                starts.Add(target);
            }
            else if (instruction.Operand is Instruction[] targets)
            {
                starts.UnionWith(targets);
            }

            if (instruction.OpCode.FlowControl == FlowControl.Cond_Branch && instruction.Next is not null)
            {
                starts.Add(instruction.Next);
            }
        }

        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            starts.Add(handler.HandlerStart);
        }

        // In the order of the code, so that the numbers are the same in every run.
        return [.. body.Instructions.Where(starts.Contains)];
    }
}
