using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Pmip.Foundation;
using Pmip.Simulation.Canaries;
using Pmip.Simulation.Schedules;

namespace Pmip.Simulation.Running;

/// <summary>
/// The product and the world in copies of their own, rewritten before they are loaded: a broken invariant throws instead of ending the process, code
/// that was built for debugging is compiled as optimised code, and a canary plants its mistake.
/// </summary>
public sealed class Isolation : AssemblyLoadContext
{
    private static readonly string[] Rewritten = ["Pmip.Foundation", "Pmip.Wire", "Pmip.Engine", "Pmip.Simulation"];
    private static readonly Lazy<Isolation> Unchanged = new(static () => new Isolation(null));
    private readonly Canary? _canary;
    private readonly Func<string, long, TextWriter?, Stream?, bool, string> _run;

    public Isolation(Canary? canary)
        : base(canary?.Name ?? "simulation")
    {
        _canary = canary;
        Type interior = LoadFromAssemblyName(new AssemblyName("Pmip.Simulation")).GetType(typeof(Interior).FullName!, true)!;
        _run = interior.GetMethod(nameof(Interior.Run))!.CreateDelegate<Func<string, long, TextWriter?, Stream?, bool, string>>();
    }

    /// <summary>The product as it is.</summary>
    public static Isolation OfTheProduct => Unchanged.Value;

    public RunResult Run(Schedule schedule, long until = long.MaxValue, TextWriter? trace = null, Stream? capture = null, bool listsFates = false) =>
        RunResult.Parse(_run(schedule.ToText(), until, trace, capture, listsFates));

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (!Rewritten.Contains(assemblyName.Name))
        {
            return null;
        }

        string file = Path.Combine(Path.GetDirectoryName(typeof(Isolation).Assembly.Location)!, assemblyName.Name + ".dll");
        using ModuleDefinition module = ModuleDefinition.ReadModule(file, new ReaderParameters { InMemory = true });
        Rewrite(module);
        using MemoryStream octets = new();
        module.Write(octets);
        octets.Position = 0;
        return LoadFromStream(octets);
    }

    private void Rewrite(ModuleDefinition module)
    {
        Mono.Collections.Generic.Collection<CustomAttribute> attributes = module.Assembly.CustomAttributes;
        foreach (CustomAttribute debuggable in attributes.Where(static a => a.AttributeType.Name == "DebuggableAttribute").ToArray())
        {
            attributes.Remove(debuggable);
        }

        if (module.GetType(typeof(Invariant).FullName) is TypeDefinition invariant)
        {
            MethodDefinition fail = invariant.Methods.Single(static method => method.Name == "Fail");
            fail.Body = new Mono.Cecil.Cil.MethodBody(fail);
            ILProcessor code = fail.Body.GetILProcessor();
            code.Emit(OpCodes.Ldarg_0);
            code.Emit(OpCodes.Newobj, module.ImportReference(typeof(InvalidOperationException).GetConstructor([typeof(string)])));
            code.Emit(OpCodes.Throw);
        }

        if (_canary is not null && module.Assembly.Name.Name == _canary.Assembly)
        {
            _canary.Plant(module);
        }
    }
}
