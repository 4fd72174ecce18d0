SELECT enum_range(CAST(NULL AS {component}))
