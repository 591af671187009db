using System;
using System.Collections.Generic;
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
        Skip = GuestKernel.Find(kernel, out string reason) is null ? $"{kernel}: {reason}" : null;
    }

    public string Kernel { get; }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[Kernel]];
}
