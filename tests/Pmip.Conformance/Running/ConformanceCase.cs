using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.ExceptionServices;
using Pmip.Conformance.Clauses;

namespace Pmip.Conformance.Running;

/// <summary>A method with a <see cref="CaseAttribute"/>.</summary>
public sealed class ConformanceCase
{
    private readonly MethodInfo _method;

    private ConformanceCase(MethodInfo method, CaseAttribute attribute, int number)
    {
        _method = method;
        Name = $"{method.DeclaringType!.Name}.{method.Name}";
        Clauses = attribute.Clauses;
        Needs = attribute.Needs;
        Number = number;
        Role = method.GetParameters()[0].ParameterType == typeof(LmaTrial) ? NodeRole.Lma : NodeRole.Mag;
    }

    /// <summary>All cases of this assembly in the order of their names.</summary>
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        .. typeof(ConformanceCase).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public))
            .Where(method => method.GetCustomAttribute<CaseAttribute>() is not null)
            .OrderBy(method => method.DeclaringType!.Name, StringComparer.Ordinal).ThenBy(method => method.Name, StringComparer.Ordinal)
            .Select((method, index) => new ConformanceCase(method, method.GetCustomAttribute<CaseAttribute>()!, index + 1)),
    ];

    public string Name { get; }

    public IReadOnlyList<string> Clauses { get; }

    public Needs Needs { get; }

    public NodeRole Role { get; }

    /// <summary>Different for every case; cases that share a node do not share a device.</summary>
    public int Number { get; }

    public void Invoke(Trial trial)
    {
        try
        {
            _method.Invoke(null, [trial]);
        }
        catch (TargetInvocationException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerException!);
        }
    }
}
