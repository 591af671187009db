using Pmip.Appliance.Configuration;
using Pmip.Appliance.Control.Verbs;

namespace Pmip.Appliance.Desk;

/// <summary>Who a session is of, and what it may do; asked anew for each request, since operators come and go with the configuration.</summary>
/// <param name="operators">The operators of the configuration.</param>
/// <param name="name">Who it is taken for before a login.</param>
/// <param name="access">What that one may do.</param>
/// <param name="isPhysical">True for one who has the machine in their hands: let in while nobody can log in.</param>
internal sealed class SessionIdentity(OperatorDirectory operators, string name, OperatorAccess access, bool isPhysical)
{
    private OperatorConfiguration? _account;

    /// <summary>The operator's name.</summary>
    public string Name => Account?.Name ?? name;

    /// <summary>True while an operator of the configuration is logged in.</summary>
    public bool IsLoggedIn => Account is not null;

    /// <summary>True when everything is allowed because no password is set.</summary>
    public bool IsUnprotected => isPhysical && operators.IsEmpty;

    /// <summary>What is allowed now.</summary>
    public OperatorAccess Access => Account?.Access ?? (IsUnprotected ? OperatorAccess.Configure : access);

    // An operator who is no more in the configuration, or has another password now, is logged in no more.
    private OperatorConfiguration? Account => _account is not null && operators.Find(_account.Name) == _account ? _account : null;

    /// <summary>An operator has logged in; null for out.</summary>
    public void Become(OperatorConfiguration? account) => _account = account;
}
