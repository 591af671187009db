using System;
using System.Runtime.InteropServices;
using System.Text;

namespace Pmip.DataPath.Offload.Plugin;

/// <summary>A shared object with the functions of a plug-in, begun and with its handle.</summary>
internal sealed unsafe class PluginLibrary : IDisposable
{
    private readonly nint _library;
    private readonly PluginHost* _host;

    private PluginLibrary(nint library, in PluginFunctions functions, PluginHost* host, nint handle)
    {
        _library = library;
        Functions = functions;
        _host = host;
        Handle = handle;
    }

    /// <summary>Its functions, all of them there.</summary>
    public PluginFunctions Functions { get; }

    /// <summary>What it wants to be called with.</summary>
    public nint Handle { get; }

    /// <summary>Loads and begins it; null, and in <paramref name="problem"/> why.</summary>
    public static PluginLibrary? TryOpen(string path, string options, PluginEvents events, out string problem)
    {
        if (!NativeLibrary.TryLoad(path, out nint library))
        {
            problem = $"plug-in {path}: cannot be loaded; wanted is a shared object for this machine";
            return null;
        }

        PluginHost* host = (PluginHost*)NativeMemory.AllocZeroed((nuint)sizeof(PluginHost));
        *host = new PluginHost { Size = (uint)sizeof(PluginHost), Version = PluginAbi.Version, Context = events.Context, Event = PluginEvents.Entry };
        PluginLibrary? made = null;
        problem = FunctionsOf(library, out PluginFunctions functions);
        if (problem.Length == 0)
        {
            problem = Begin(functions, host, options, out nint handle);
            made = problem.Length == 0 ? new PluginLibrary(library, functions, host, handle) : null;
        }

        problem = problem.Length == 0 ? "" : $"plug-in {path}: {problem}";
        if (made is null)
        {
            NativeMemory.Free(host);
            NativeLibrary.Free(library);
        }

        return made;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Functions.Close(Handle);
        NativeMemory.Free(_host);
        NativeLibrary.Free(_library);
    }

    private static string FunctionsOf(nint library, out PluginFunctions functions)
    {
        functions = default;
        if (!NativeLibrary.TryGetExport(library, PluginAbi.Entry, out nint entry))
        {
            return $"has no symbol {PluginAbi.Entry}";
        }

        PluginFunctions* given = ((delegate* unmanaged<uint, PluginFunctions*>)entry)(PluginAbi.Version);
        if (given == null)
        {
            return $"does not serve version {PluginAbi.Version} of the interface";
        }

        if (given->Version != PluginAbi.Version || given->Size < (uint)sizeof(PluginFunctions))
        {
            return $"speaks version {given->Version} of the interface in {given->Size} octets; "
                + $"wanted is version {PluginAbi.Version} in {sizeof(PluginFunctions)}";
        }

        functions = *given;
        return functions.IsWhole ? "" : "lacks a function of the interface";
    }

    private static string Begin(in PluginFunctions functions, PluginHost* host, string options, out nint handle)
    {
        byte[] words = Encoding.UTF8.GetBytes(options + '\0');
        byte[] reason = new byte[OffloadLimits.ReasonMax];
        nint begun = 0;
        int answer;
        fixed (byte* text = words, room = reason)
        {
            answer = functions.Open(host, text, room, (uint)reason.Length, &begun);
        }

        handle = begun;
        int length = Array.IndexOf(reason, (byte)0);
        return answer == PluginAbi.Ok ? "" : "does not begin: " + Encoding.UTF8.GetString(reason, 0, length < 0 ? reason.Length : length);
    }
}
