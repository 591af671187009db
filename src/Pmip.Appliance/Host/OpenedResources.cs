using System;
using System.Collections.Generic;
using Pmip.Linux;

namespace Pmip.Appliance.Host;

/// <summary>What a start has opened; closed in the opposite order, whether the start went through or not.</summary>
internal sealed class OpenedResources : IDisposable
{
    private readonly Stack<IDisposable> _opened = new();

    /// <summary>Closes this with the rest.</summary>
    public T Keep<T>(T resource)
        where T : IDisposable
    {
        _opened.Push(resource);
        return resource;
    }

    /// <summary>Closes this with the rest; ends the start when it could not be opened.</summary>
    public T Open<T>(LinuxStatus status, T? resource, string what)
        where T : class, IDisposable
    {
        StartFailedException.Require(status, what);
        return Keep(resource ?? throw new StartFailedException(what));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_opened.TryPop(out IDisposable? resource))
        {
            resource.Dispose();
        }
    }
}
