using System;
using System.Collections.Generic;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Host;

namespace Pmip.Appliance.Store;

/// <summary>
/// Keeps the configuration of this node: what runs, what was committed before, and the draft that is being edited. Opened once by
/// the process before a node lives, it says what to run; afterwards operators change the configuration through it.
/// </summary>
internal sealed class ConfigurationStore : IDisposable
{
    private ConfigurationStore(ConfigurationStart start) => Start = start;

    private INodeControl? Node { get; set; }

    private Action<ConfigurationNews>? Tell { get; set; }

    /// <summary>What to run at start.</summary>
    public ConfigurationStart Start { get; private set; }

    /// <summary>Where the store stands; may be asked by any thread at any time.</summary>
    public StoreStatus Status => new(Start.Source, Start.Generation, 0, HasDraft: false, "");

    /// <summary>Opens the store and chooses what to run. It never fails: what is wrong is told in <see cref="Start"/>.</summary>
    public static ConfigurationStore Open(StoreOptions options)
    {
        List<ConfigurationError> errors = [];
        bool isRight = ConfigurationFile.TryLoad(options.ConfigurationPath, out ApplianceConfiguration? configuration, errors);
        return new ConfigurationStore(new ConfigurationStart(
            configuration,
            isRight ? ConfigurationSource.File : ConfigurationSource.None,
            0,
            isRight ? $"{options.ConfigurationPath} is right" : "no configuration is right",
            errors.ConvertAll(error => error.ToString())));
    }

    /// <summary>
    /// The node could not run with <see cref="Start"/>: gives what to try next, which then is <see cref="Start"/>; without a
    /// configuration in it when nothing is left but safe mode.
    /// </summary>
    public ConfigurationStart TryNext(string why)
    {
        Start = new ConfigurationStart(null, ConfigurationSource.None, 0, "nothing is left to run", [.. Start.Complaints, why]);
        return Start;
    }

    /// <summary>
    /// From now on operators may commit. <paramref name="tell"/> is called on threads of the store, and must not wait.
    /// </summary>
    public void Serve(INodeControl node, Action<ConfigurationNews> tell)
    {
        Node = node;
        Tell = tell;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
