namespace ZipkinMesh.Proxy.Admin.Commands;

/// <summary>
/// Represents a command of the admin interface (Envoy's <c>Admin::UrlHandler</c>). A command is added by registering another
/// <see cref="AdminCommand"/> in the service collection.
/// </summary>
/// <param name="path">The path, such as <c>/ready</c>.</param>
/// <param name="help">The help text.</param>
/// <param name="parameters">The parameters, in the order in which they are shown.</param>
internal abstract class AdminCommand(string path, string help, params AdminParameter[] parameters)
{
    public string Path { get; } = path;

    public string Help { get; } = help;

    public IReadOnlyList<AdminParameter> Parameters { get; } = parameters;

    /// <summary>Gets a value indicating that the command changes the state of the proxy, and therefore requires POST.</summary>
    public virtual bool ChangesState => false;

    /// <summary>Gets a value indicating that each parameter is used alone, so that the page has a form for each.</summary>
    public virtual bool TakesOneParameter => false;

    /// <summary>Runs the command and writes the response.</summary>
    public abstract Task RunAsync(AdminRequest request);
}
