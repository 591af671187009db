using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using Pmip.Lab.Guests;
using Xunit.Sdk;

namespace Pmip.VirtualMachine;

/// <summary>A case of a theory: the name of a kernel to boot. Where it cannot be had, the case is skipped with the reason.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class OnKernelAttribute : DataAttribute
{
    public OnKernelAttribute(string kernel)
    {
        Kernel = kernel;
        GuestKernel? found = GuestKernel.Find(kernel, out string reason);
        if (found is not null && !found.IsOfThisMachine && !File.Exists(Path.Combine(Tree.Root, "out", found.RuntimeIdentifier, "pmipd")))
        {
            reason = $"nothing can be linked for {found.RuntimeIdentifier} here";
        }

        Skip = reason.Length == 0 ? null : $"{kernel}: {reason}";
    }

    public string Kernel { get; }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[Kernel]];
}
