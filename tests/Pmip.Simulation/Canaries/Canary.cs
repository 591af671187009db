using System;
using System.Linq;
using Mono.Cecil;

namespace Pmip.Simulation.Canaries;

/// <summary>A mistake that is planted into a copy of the product, and the property that must find it.</summary>
/// <param name="Name">What went wrong, in words.</param>
/// <param name="Type">Full name of the type.</param>
/// <param name="Method">Name of its method.</param>
/// <param name="Mutation">What is done to the method.</param>
/// <param name="Properties">The properties of which one must fail.</param>
public sealed record Canary(string Name, string Type, string Method, Action<MethodDefinition> Mutation, params string[] Properties)
{
    /// <summary>The assembly that the type is in.</summary>
    public string Assembly { get; init; } = "Pmip.Engine";

    /// <summary>Tells overloads apart; null for all of them.</summary>
    public int? Parameters { get; init; }

    /// <exception cref="InvalidOperationException">The product has changed: the method is not there, or not what the mutation needs.</exception>
    public void Plant(ModuleDefinition module)
    {
        MethodDefinition[] methods = [.. module.GetType(Type)?.Methods.Where(method => method.Name == Method && method.HasBody
            && (Parameters is null || method.Parameters.Count == Parameters)) ?? []];
        if (methods.Length == 0)
        {
            throw new InvalidOperationException($"canary '{Name}': there is no {Type}.{Method}");
        }

        foreach (MethodDefinition method in methods)
        {
            Mutation(method);
        }
    }

    public override string ToString() => Name;
}
